import type { GraphBuilder, NodeContext, Value } from '../../graph/index.ts';

/** A node's inputs, each to be had in either layout; asking for the one that is not there writes a reordering. */
export interface LayoutInputs {
  plain(input: number): Value;
  blocked(input: number): Value;
  /** [batch, height, width, channels] */
  channelsLast(input: number): Value;
  /** Whether the input lies in blocks already. */
  isBlocked(input: number): boolean;
  /** What `write` writes, or wrote when it was called for the same key. */
  once(key: string, write: () => readonly Value[]): readonly Value[];
}

/** An output of a node in the layout that it was computed in. */
export type LayoutOutput = { readonly plain: Value } | { readonly blocked: Value };

/** How an operator is computed on blocked channels, or from them. */
export interface BlockedOperator {
  readonly opTypes: readonly string[];
  /** Whether it can be computed so, and should. */
  applies(context: NodeContext, inputs: LayoutInputs): boolean;
  /** Writes the replacement and returns the node's outputs; one that nothing reads may be undefined. */
  write(builder: GraphBuilder, inputs: LayoutInputs, context: NodeContext): readonly (LayoutOutput | undefined)[];
}
