import type { GraphBuilder, NodeContext, Value } from '../../graph/index.ts';

/**
 * The engine that a graph is lowered for; with `-blocked` on a processor for which its kernels on blocked channels are
 * made, so that they beat the plain ones.
 */
export type Target =
  | 'onnxruntime-node'
  | 'onnxruntime-node-blocked'
  | 'onnxruntime-web'
  | 'onnxruntime-webgpu'
  | 'reference';

/** One way to write an operator with others that an engine runs fast. */
export interface Lowering {
  /** Says how, in kebab-case. */
  readonly name: string;
  readonly opType: string;
  /** Whether it computes this node right and, of those after it in the table, best. */
  applies(context: NodeContext): boolean;
  /** Writes the replacement and returns the values of the node's outputs. */
  lower(builder: GraphBuilder, inputs: readonly Value[], context: NodeContext): readonly (Value | undefined)[];
}
