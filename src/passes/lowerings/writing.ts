import { sameShape } from '../../core/index.ts';
import type { GraphBuilder, Value } from '../../graph/index.ts';

/** Shape writers that leave out what would change nothing. */

/** The value under another shape. */
export function reshape(builder: GraphBuilder, value: Value, shape: readonly number[]): Value {
  return sameShape(value.shape, shape) ? value : builder.op('Reshape', [value, builder.ints(shape)]);
}

/** The value with its axes in another order. */
export function transpose(builder: GraphBuilder, value: Value, order: readonly number[]): Value {
  const moved = order.filter((axis) => value.shape[axis] !== 1);
  const kept = moved.every((axis, i) => i === 0 || axis > moved[i - 1]!);
  // Where only axes of length 1 move, the elements stay where they are.
  if (kept)
    return reshape(
      builder,
      value,
      order.map((axis) => value.shape[axis] as number),
    );
  return builder.op('Transpose', [value], { perm: order });
}

/** Adds positions around the trailing axes, as many as there are numbers; negative ones crop. */
export function pad(
  builder: GraphBuilder,
  value: Value,
  begins: readonly number[],
  ends: readonly number[],
  constant?: number,
): Value {
  if ([...begins, ...ends].every((amount) => amount === 0)) return value;
  const leading = new Array<number>(value.shape.length - begins.length).fill(0);
  const pads = builder.ints([...leading, ...begins, ...leading, ...ends]);
  return builder.op(
    'Pad',
    constant === undefined ? [value, pads] : [value, pads, builder.scalar(constant, value.dtype)],
  );
}

/** Of the trailing axes, `lengths` positions from `starts` on, every `steps`-th. */
export function slice(
  builder: GraphBuilder,
  value: Value,
  starts: readonly number[],
  lengths: readonly number[],
  steps: readonly number[] = starts.map(() => 1),
): Value {
  const first = value.shape.length - starts.length;
  const cut = starts.flatMap((start, i) =>
    start === 0 && steps[i] === 1 && lengths[i] === value.shape[first + i] ? [] : [i],
  );
  if (cut.length === 0) return value;
  const ints = (numberOf: (i: number) => number) => builder.ints(cut.map(numberOf));
  return builder.op('Slice', [
    value,
    ints((i) => starts[i]!),
    ints((i) => starts[i]! + (lengths[i]! - 1) * steps[i]! + 1),
    ints((i) => first + i),
    ...(cut.every((i) => steps[i] === 1) ? [] : [ints((i) => steps[i]!)]),
  ]);
}

/** The values one after another along an axis. */
export function concat(builder: GraphBuilder, values: readonly Value[], axis: number): Value {
  return values.length === 1 ? values[0]! : builder.op('Concat', values, { axis });
}

/** The value cut into equal pieces along an axis. */
export function split(builder: GraphBuilder, value: Value, axis: number, count: number): readonly Value[] {
  return count === 1 ? [value] : builder.ops('Split', [value], { axis, num_outputs: count }, count);
}

/** factor (e^min(x, 0) − 1), which is 0 where x is not negative. */
export function exponentialPart(builder: GraphBuilder, x: Value, factor: number): Value {
  const power = builder.op('Exp', [builder.op('Min', [x, builder.scalar(0, x.dtype)])]);
  const below = builder.op('Sub', [power, builder.scalar(1, x.dtype)]);
  return factor === 1 ? below : builder.op('Mul', [below, builder.scalar(factor, x.dtype)]);
}
