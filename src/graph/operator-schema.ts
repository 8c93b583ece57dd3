import type { ValueType } from './ir.ts';
import type { NodeContext } from './node-context.ts';
import type { OperatorSignature } from './operator-signature.ts';

/**
 * What the graph has to know of an operator: its arguments, attributes and shape rule. The catalogue in `ops` adds the
 * gradient, the reference kernel and samples.
 */
export interface OperatorSchema extends OperatorSignature {
  /** The types of all outputs. Throws {@link NodeContext.error} where the inputs do not fit. */
  infer(context: NodeContext): readonly ValueType[];
}

/** Where operators are looked up. */
export interface OperatorCatalogue {
  find(opType: string): OperatorSchema | undefined;
}
