import type { DataType } from '../core/index.ts';
import type { GraphBuilder, NodeContext, OperatorSchema, PlainAttributes, Value } from '../graph/index.ts';

/** A tensor as the float64 reference kernels see it: every element a float64 number, the declared type kept beside. */
export interface ReferenceTensor {
  readonly dtype: DataType;
  readonly shape: readonly number[];
  readonly data: Float64Array;
}

/** What a gradient rule is given: the node, its values, and the cotangents of its outputs. */
export interface GradientContext {
  readonly context: NodeContext;
  readonly builder: GraphBuilder;
  readonly inputs: readonly (Value | undefined)[];
  readonly outputs: readonly Value[];
  /** By output, the gradient of the scalar being differentiated; undefined where it does not depend on that output. */
  readonly cotangents: readonly (Value | undefined)[];
  /** Whether the gradient with respect to that input is wanted; the others may be left undefined. */
  needs(input: number): boolean;
}

/**
 * How the gradient flows back through an operator:
 * - a rule that writes nodes and returns the cotangent of each input (undefined where none flows). It may have the
 *   output's broadcast shape: the reverse walk sums it back to the input's shape;
 * - `'zero'` where the output is piecewise constant or an integer, so that no gradient flows;
 * - `{ missing }` where there is a gradient but netwright has none: differentiating fails with that reason.
 */
export type GradientRule =
  | ((context: GradientContext) => readonly (Value | undefined)[])
  | 'zero'
  | { readonly missing: string };

/** One input of a sample: explicit elements, or random ones drawn under a seed from [low, high). */
export interface SampleInput {
  readonly dtype: DataType;
  readonly shape: readonly number[];
  readonly values?: readonly number[];
  readonly low?: number;
  readonly high?: number;
  /** Given as an initializer, as shapes and axes must be. */
  readonly constant?: boolean;
}

/** An example call of an operator, on which shape rule, kernel and gradient are checked against each other. */
export interface Sample {
  /** What is special about it, where an operator has several. */
  readonly name?: string;
  readonly inputs: readonly (SampleInput | undefined)[];
  readonly attributes?: PlainAttributes;
  /** Number of outputs asked for; default 1. */
  readonly outputs?: number;
}

/** One operator of the catalogue. */
export interface Operator extends OperatorSchema {
  readonly gradient: GradientRule;
  /** The float64 kernel: outputs in order. Written for clarity, it is what every engine is compared with. */
  reference(context: NodeContext, inputs: readonly (ReferenceTensor | undefined)[]): readonly ReferenceTensor[];
  readonly samples: readonly Sample[];
}

/** Random float32 sample input; by default in [−2, 2). */
export function random(shape: readonly number[], low = -2, high = 2): SampleInput {
  return { dtype: 'float32', shape, low, high };
}

/** Sample input with given elements. */
export function values(
  shape: readonly number[],
  elements: readonly number[],
  dtype: DataType = 'float32',
): SampleInput {
  return { dtype, shape, values: elements };
}

/** One-dimensional constant int64 sample input: a shape, axes. */
export function constantInts(...elements: number[]): SampleInput {
  return { dtype: 'int64', shape: [elements.length], values: elements, constant: true };
}
