import { broadcastShapes, type DataType, isFloat } from '../core/index.ts';
import type { AttributeSchema, NodeContext, Value, ValueType } from '../graph/index.ts';
import type { GradientContext, GradientRule, Operator, ReferenceTensor, Sample } from './operator.ts';
import { broadcastReader, generate } from './reference-tensor.ts';

/** The one operator form that all element-by-element functions of one input share. */
export function unary(definition: {
  opType: string;
  attributes?: Readonly<Record<string, AttributeSchema>>;
  /** f(x) */
  apply(x: number, context: NodeContext): number;
  /** Writes dy · f′(x); `y` is f(x), which is often the cheaper thing to start from. */
  gradient: ((context: GradientContext, dy: Value, x: Value, y: Value) => Value) | 'zero';
  samples: readonly Sample[];
}): Operator {
  const { opType, attributes = {}, apply, gradient, samples } = definition;
  const rule: GradientRule =
    gradient === 'zero'
      ? 'zero'
      : (context) => [gradient(context, context.cotangents[0]!, context.inputs[0]!, context.outputs[0]!)];
  return {
    opType,
    domain: '',
    inputs: ['X'],
    outputs: ['Y'],
    attributes,
    infer: (context) => [context.type(0)],
    gradient: rule,
    reference: (context, [x]) => [{ ...x!, data: x!.data.map((element) => apply(element, context)) }],
    samples,
  };
}

/** The one operator form that all element-by-element functions of two broadcast inputs share. */
export function binary(definition: {
  opType: string;
  apply(a: number, b: number): number;
  gradient:
    | ((context: GradientContext, dy: Value, a: Value, b: Value, y: Value) => readonly (Value | undefined)[])
    | 'zero';
  /** Type of the result; default that of the inputs. */
  result?: DataType;
  samples: readonly Sample[];
}): Operator {
  const { opType, apply, gradient, result, samples } = definition;
  return {
    opType,
    domain: '',
    inputs: ['A', 'B'],
    outputs: ['C'],
    attributes: {},
    infer: (context) => [{ ...inferBroadcast(context, 2), ...(result === undefined ? {} : { dtype: result }) }],
    gradient:
      gradient === 'zero'
        ? 'zero'
        : (context) =>
            gradient(context, context.cotangents[0]!, context.inputs[0]!, context.inputs[1]!, context.outputs[0]!),
    reference: (_context, [a, b]) => [combine([a!, b!], (elements) => apply(elements[0]!, elements[1]!), result)],
    samples,
  };
}

/** The shape that the first `count` inputs broadcast to, and their common type. */
export function inferBroadcast(context: NodeContext, count: number): ValueType {
  const { dtype } = context.type(0);
  let { shape } = context.type(0);
  for (let i = 1; i < count; i++) {
    const other = context.type(i);
    if (other.dtype !== dtype) {
      throw context.error(`input '${context.schema.inputs[i] ?? i}' has type ${other.dtype}, expected ${dtype}`);
    }
    shape = broadcastShapes(shape, other.shape);
  }
  return { dtype, shape };
}

/** Applies a function to broadcast tensors, element by element. */
export function combine(
  tensors: readonly ReferenceTensor[],
  apply: (elements: readonly number[]) => number,
  result: DataType = tensors[0]!.dtype,
): ReferenceTensor {
  const shape = tensors.map((tensor) => tensor.shape).reduce((a, b) => broadcastShapes(a, b) as number[]);
  const readers = tensors.map(broadcastReader);
  return generate(result, shape, (index) => apply(readers.map((read) => read(index))));
}

/** Throws where an input is not of a floating-point type. */
export function requireFloat(context: NodeContext, input = 0): void {
  const { dtype } = context.type(input);
  if (!isFloat(dtype)) throw context.error(`input has type ${dtype}, expected a floating-point type`);
}
