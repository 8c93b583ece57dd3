import { isFloat, normalizeAxis } from '../core/index.ts';
import type { NodeContext, Value } from '../graph/index.ts';
import { requireKind } from './elementwise.ts';
import { constantInts, type GradientContext, type Operator, random, type Sample } from './operator.ts';
import { forEachIndex, generate } from './reference-tensor.ts';

/**
 * The operator form that all reductions over axes share: axes as a second input, `keepdims`, `noop_with_empty_axes`. Over no
 * axes, every element is a group of its own, as in ONNX Runtime: ReduceL1 takes absolute values.
 */
export function reduction(definition: {
  opType: string;
  /** The reduced value of the elements; that of integers is truncated. */
  reduce(elements: readonly number[]): number;
  /** Writes the cotangent of X. `dy` and `y` keep the reduced axes with length 1; `count` elements go into each. */
  gradient: (context: GradientContext, dy: Value, x: Value, y: Value, count: number) => Value;
  samples?: readonly Sample[];
  /** Range that random samples are drawn from. */
  range?: readonly [number, number];
}): Operator {
  const { opType, reduce, gradient, samples = [], range = [-2, 2] } = definition;
  const input = (shape: readonly number[]) => random(shape, ...range);
  return {
    opType,
    domain: '',
    inputs: ['data', 'axes?'],
    outputs: ['reduced'],
    attributes: { keepdims: { type: 'int', default: 1 }, noop_with_empty_axes: { type: 'int', default: 0 } },
    infer: (context) => {
      requireKind(context, 0, 'number');
      const { dtype, shape } = context.type(0);
      const axes = new Set(reducedAxes(context));
      const keep = context.int('keepdims') === 1;
      return [
        {
          dtype,
          shape: shape.flatMap((length, axis) => (axes.has(axis) ? (keep ? [1] : []) : [length])),
        },
      ];
    },
    gradient: (gradientContext) => {
      const { builder, context, inputs, outputs, cotangents } = gradientContext;
      const shape = context.concreteShape(0);
      const axes = new Set(reducedAxes(context));
      const kept = shape.map((length, axis) => (axes.has(axis) ? 1 : length));
      const keep = (value: Value) =>
        context.int('keepdims') === 1 ? value : builder.op('Reshape', [value, builder.ints(kept)]);
      const count = [...axes].reduce((product, axis) => product * shape[axis]!, 1);
      return [gradient(gradientContext, keep(cotangents[0]!), inputs[0]!, keep(outputs[0]!), count), undefined];
    },
    reference: (context, [x]) => {
      const axes = new Set(reducedAxes(context));
      const kept = x!.shape.map((length, axis) => (axes.has(axis) ? 1 : length));
      const groups = new Map<string, number[]>();
      forEachIndex(x!.shape, (index, flat) => {
        const key = index.map((position, axis) => (axes.has(axis) ? 0 : position)).join();
        const group = groups.get(key);
        if (group === undefined) groups.set(key, [x!.data[flat]!]);
        else group.push(x!.data[flat]!);
      });
      const whole = isFloat(x!.dtype) ? (element: number) => element : Math.trunc;
      const result = generate(x!.dtype, kept, (index) => whole(reduce(groups.get(index.join()) ?? [])));
      const shape = context.int('keepdims') === 1 ? kept : x!.shape.filter((_, axis) => !axes.has(axis));
      return [{ ...result, shape }];
    },
    samples: [
      { name: 'all axes', inputs: [input([2, 3])], attributes: { keepdims: 0 } },
      { name: 'one axis kept', inputs: [input([2, 3, 2]), constantInts(1)] },
      { name: 'two axes dropped', inputs: [input([2, 3, 2]), constantInts(0, -1)], attributes: { keepdims: 0 } },
      { name: 'a scalar', inputs: [input([])] },
      { name: 'no axes', inputs: [input([2, 3])], attributes: { noop_with_empty_axes: 1 } },
      ...samples,
    ],
  };
}

/** A reduction over the same axes as the node at hand, kept with length 1, for its gradient. */
export function reduceAlike({ builder, context, inputs }: GradientContext, opType: string, value: Value): Value {
  const noop = context.int('noop_with_empty_axes');
  return builder.op(opType, [value, inputs[1]], { noop_with_empty_axes: noop });
}

/** The axes that a reduction node runs over, counted from the front. */
export function reducedAxes(context: NodeContext): number[] {
  const rank = context.rank(0);
  const axes = context.constantNumbers(1) ?? [];
  if (axes.length > 0) return axes.map((axis) => normalizeAxis(axis, rank));
  return context.int('noop_with_empty_axes') === 1 ? [] : Array.from({ length: rank }, (_, axis) => axis);
}
