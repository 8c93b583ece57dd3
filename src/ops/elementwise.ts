import { broadcastShapes, type DataType, isFloat } from '../core/index.ts';
import type { AttributeSchema, NodeContext, Value, ValueType } from '../graph/index.ts';
import type { GradientContext, GradientRule, Operator, ReferenceTensor, Sample } from './operator.ts';
import { broadcastReader, generate } from './reference-tensor.ts';

/** The kinds of element types that an operator takes; `number` is any type but bool. */
export type ElementKind = 'any' | 'number' | 'float' | 'bool';

/** The one operator form that all element-by-element functions of one input share. */
export function unary(definition: {
  opType: string;
  attributes?: Readonly<Record<string, AttributeSchema>>;
  /** Element types of the input; default floating-point. */
  accepts?: ElementKind;
  /** Type of the result; default that of the input. */
  result?: DataType;
  /** Throws where an attribute has no meaning. */
  check?(context: NodeContext): void;
  /** f(x) */
  apply(x: number, context: NodeContext): number;
  /** Writes dy · f′(x); `y` is f(x), which is often the cheaper thing to start from. */
  gradient: ((context: GradientContext, dy: Value, x: Value, y: Value) => Value) | 'zero';
  samples: readonly Sample[];
}): Operator {
  const { opType, attributes = {}, accepts = 'float', result, check, apply, gradient, samples } = definition;
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
    infer: (context) => {
      requireKind(context, 0, accepts);
      check?.(context);
      const { dtype, shape } = context.type(0);
      return [{ dtype: result ?? dtype, shape }];
    },
    gradient: rule,
    reference: (context, [x]) => [
      { dtype: result ?? x!.dtype, shape: x!.shape, data: x!.data.map((element) => apply(element, context)) },
    ],
    samples,
  };
}

/** The one operator form that all element-by-element functions of two broadcast inputs share. */
export function binary(definition: {
  opType: string;
  /** Element types of the inputs; default numbers. */
  accepts?: ElementKind;
  apply(a: number, b: number): number;
  gradient:
    | ((context: GradientContext, dy: Value, a: Value, b: Value, y: Value) => readonly (Value | undefined)[])
    | 'zero';
  /** Type of the result; default that of the inputs. */
  result?: DataType;
  samples: readonly Sample[];
}): Operator {
  const { opType, accepts = 'number', apply, gradient, result, samples } = definition;
  return {
    opType,
    domain: '',
    inputs: ['A', 'B'],
    outputs: ['C'],
    attributes: {},
    infer: (context) => {
      requireKind(context, 0, accepts);
      const { dtype, shape } = inferBroadcast(context, 2);
      return [{ dtype: result ?? dtype, shape }];
    },
    gradient:
      gradient === 'zero'
        ? 'zero'
        : (context) =>
            gradient(context, context.cotangents[0]!, context.inputs[0]!, context.inputs[1]!, context.outputs[0]!),
    reference: (_context, [a, b]) => [combine([a!, b!], (elements) => apply(elements[0]!, elements[1]!), result)],
    samples,
  };
}

/** The one operator form that all element-by-element functions of any number of broadcast inputs share. */
export function variadic(definition: {
  opType: string;
  apply(elements: readonly number[]): number;
  /** Writes the cotangent of each input; `y` is the output. */
  gradient: (context: GradientContext, dy: Value, y: Value) => readonly (Value | undefined)[];
  samples: readonly Sample[];
}): Operator {
  const { opType, apply, gradient, samples } = definition;
  return {
    opType,
    domain: '',
    inputs: ['data_0...'],
    outputs: ['result'],
    attributes: {},
    infer: (context) => {
      requireKind(context, 0, 'number');
      return [inferBroadcast(context, context.inputTypes.length)];
    },
    gradient: (context) => gradient(context, context.cotangents[0]!, context.outputs[0]!),
    reference: (_context, inputs) => [
      combine(
        inputs.map((input) => input!),
        apply,
      ),
    ],
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

/** Applies a function to broadcast tensors, element by element. Integer results are truncated, as in C. */
export function combine(
  tensors: readonly ReferenceTensor[],
  apply: (elements: readonly number[]) => number,
  result: DataType = tensors[0]!.dtype,
): ReferenceTensor {
  const shape = tensors.map((tensor) => tensor.shape).reduce((a, b) => broadcastShapes(a, b) as number[]);
  const readers = tensors.map(broadcastReader);
  const whole = isFloat(result) ? (element: number) => element : Math.trunc;
  return generate(result, shape, (index) => whole(apply(readers.map((read) => read(index)))));
}

/** Throws where an input's element type is not of the kind that the operator takes. */
export function requireKind(context: NodeContext, input: number, kind: ElementKind): void {
  const { dtype } = context.type(input);
  const fits = {
    any: true,
    number: dtype !== 'bool',
    float: isFloat(dtype),
    bool: dtype === 'bool',
  }[kind];
  if (fits) return;
  const wanted = kind === 'float' ? 'a floating-point type' : kind === 'bool' ? 'bool' : 'a number type';
  throw context.error(
    `input '${context.schema.inputs[input] ?? input}' has type ${dtype}, expected ${wanted}`,
    'Convert it with Cast',
  );
}
