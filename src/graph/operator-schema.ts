import type { AttributeType, ValueType } from './ir.ts';
import type { NodeContext } from './node-context.ts';

/** What an attribute of an operator must be. Without `default` and `required` it may be absent. */
export type AttributeSchema = {
  readonly [T in AttributeType]: {
    readonly type: T;
    readonly default?: T extends 'int' | 'float' ? number : T extends 'string' ? string : never;
    readonly required?: true;
  };
}[AttributeType];

/**
 * What the graph has to know of an operator: its arguments, attributes and shape rule. The catalogue in `ops` adds the
 * gradient, the reference kernel and samples.
 */
export interface OperatorSchema {
  /** ONNX's name; unique over all domains of the catalogue. */
  readonly opType: string;
  readonly domain: string;
  /** Names of the inputs, in order: `'X'` required, `'B?'` optional, `'inputs...'` any number (last only). */
  readonly inputs: readonly string[];
  /** Names of the outputs, marked in the same way. */
  readonly outputs: readonly string[];
  readonly attributes: Readonly<Record<string, AttributeSchema>>;
  /** The types of all outputs. Throws {@link NodeContext.error} where the inputs do not fit. */
  infer(context: NodeContext): readonly ValueType[];
}

/** Where operators are looked up. */
export interface OperatorCatalogue {
  find(opType: string): OperatorSchema | undefined;
}

/** The least and the greatest number of arguments that a list of marked names stands for. */
export function argumentCounts(names: readonly string[]): { minimum: number; maximum: number } {
  const variadic = names.at(-1)?.endsWith('...') ?? false;
  return {
    minimum: names.filter((name) => !name.endsWith('?')).length,
    maximum: variadic ? Number.POSITIVE_INFINITY : names.length,
  };
}
