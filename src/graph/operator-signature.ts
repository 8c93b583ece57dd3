import type { AttributeType } from './ir.ts';

/** What an attribute of an operator must be. Without `default` and `required` it may be absent. */
export type AttributeSchema = {
  readonly [T in AttributeType]: {
    readonly type: T;
    readonly default?: T extends 'int' | 'float' ? number : T extends 'string' ? string : never;
    readonly required?: true;
  };
}[AttributeType];

/** An operator's name, arguments and attributes: how it is called. */
export interface OperatorSignature {
  /** ONNX's name; unique over all domains of the catalogue. */
  readonly opType: string;
  readonly domain: string;
  /** Names of the inputs, in order: `'X'` required, `'B?'` optional, `'inputs...'` any number (last only). */
  readonly inputs: readonly string[];
  /** Names of the outputs, marked in the same way. */
  readonly outputs: readonly string[];
  readonly attributes: Readonly<Record<string, AttributeSchema>>;
}

/** The least and the greatest number of arguments that a list of marked names stands for. */
export function argumentCounts(names: readonly string[]): { minimum: number; maximum: number } {
  const variadic = names.at(-1)?.endsWith('...') ?? false;
  return {
    minimum: names.filter((name) => !name.endsWith('?')).length,
    maximum: variadic ? Number.POSITIVE_INFINITY : names.length,
  };
}
