import { type DataType, type Dimension, fromNumbers, type Shape } from '../../core/index.ts';
import type { GraphBuilder } from '../graph-builder.ts';
import type { Value } from '../ir.ts';
import { dataTypeNumbers } from './data-type-numbers.ts';

/**
 * A value repeated along axes whose length is open, such as a class token for each sample of the batch. The shape of an
 * Expand is a constant in a graph of netwright, so the open axes come from an input of the graph that has them: zeros of
 * that length are added.
 *
 * @param wanted lengths as ONNX's Expand takes them: axes of length 1 or of the value's own length keep the value's
 * @returns `undefined` where no input has an axis of one of the open lengths
 */
export function expandOpen(builder: GraphBuilder, value: Value, wanted: Shape): Value | undefined {
  const rank = Math.max(wanted.length, value.shape.length);
  const lengthAt = (shape: Shape, axis: number): Dimension => shape[axis - rank + shape.length] ?? 1;
  const numbers: number[] = [];
  const carriers: Value[] = [];
  for (let axis = 0; axis < rank; axis++) {
    const length = lengthAt(wanted, axis);
    const isOpen = typeof length === 'string';
    numbers.push(isOpen ? 1 : length);
    if (!isOpen || lengthAt(value.shape, axis) === length) continue;
    const carrier = falseAlong(builder, length, axis, rank);
    if (carrier === undefined || lengthAt(value.shape, axis) !== 1) return undefined;
    carriers.push(carrier);
  }
  const isSame =
    rank === value.shape.length && numbers.every((length, axis) => length === 1 || length === value.shape[axis]);
  const start = isSame ? value : builder.op('Expand', [value, builder.ints(numbers)]);
  return carriers.reduce((repeated, carrier) => {
    if (value.dtype === 'bool') return builder.op('Or', [repeated, carrier]);
    const zeros = builder.op('Cast', [carrier], { to: dataTypeNumbers[value.dtype] });
    return builder.op('Add', [repeated, zeros]);
  }, start);
}

/** The numbers 0, 1, 2, … as many as an axis of open length has; `undefined` where no input has such an axis. */
export function countOpen(builder: GraphBuilder, length: string, dtype: DataType): Value | undefined {
  const ones = expandOpen(builder, builder.constant(fromNumbers(dtype, [1], [1])), [length]);
  return ones && builder.op('CumSum', [ones, builder.constant(fromNumbers('int64', [], [0]))], { exclusive: 1 });
}

/** False all along an axis, of length 1 along the others, from an input of the graph that has an axis of that length. */
function falseAlong(builder: GraphBuilder, length: string, axis: number, rank: number): Value | undefined {
  const input = builder.inputs.find(({ shape }) => shape.includes(length));
  if (input === undefined) return undefined;
  const others = [...input.shape.keys()].filter((index) => index !== input.shape.indexOf(length));
  const [starts, ends] = [0, 1].map((bound) => builder.ints(others.map(() => bound)));
  const line = others.length === 0 ? input : builder.op('Slice', [input, starts, ends, builder.ints(others)]);
  const placed = Array.from({ length: rank }, (_, index) => (index === axis ? -1 : 1));
  const along = builder.op('Reshape', [line, builder.ints(placed)]);
  // No number is less than itself, a NaN neither.
  return builder.op('Less', [along, along]);
}
