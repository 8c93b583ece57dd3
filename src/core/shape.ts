import { ShapeError } from './errors.ts';

/** One axis length: a number, or a name such as `batch` where it is not known yet. */
export type Dimension = number | string;

/** Axis lengths, outermost first; `[]` is a scalar. */
export type Shape = readonly Dimension[];

/** A shape in which every axis length is known. */
export type ConcreteShape = readonly number[];

/** `[batch, 28, 28]`, as shapes are printed everywhere. */
export function formatShape(shape: Shape): string {
  return `[${shape.join(', ')}]`;
}

/** True where no axis is symbolic. */
export function isConcrete(shape: Shape): shape is ConcreteShape {
  return shape.every((dimension) => typeof dimension === 'number');
}

/** The shape itself, known to be concrete. Throws {@link ShapeError} that names `what` where an axis is symbolic. */
export function concreteShape(shape: Shape, what = 'value'): ConcreteShape {
  if (!isConcrete(shape)) {
    throw new ShapeError(`${what}: expected every axis length to be known, received ${formatShape(shape)}`);
  }
  return shape;
}

/** Number of elements of a concrete shape. */
export function elementCount(shape: ConcreteShape): number {
  let count = 1;
  for (const dimension of shape) count *= dimension;
  return count;
}

/** Product of axis lengths; a symbolic factor keeps its name (`batch`, `batch*7`). */
export function multiplyDimensions(dimensions: Shape): Dimension {
  let known = 1;
  const symbols: string[] = [];
  for (const dimension of dimensions) {
    if (typeof dimension === 'number') {
      known *= dimension;
      continue;
    }
    const [, symbol = dimension, factor = '1'] = /^(.*)\*(\d+)$/.exec(dimension) ?? [];
    known *= Number(factor);
    symbols.push(symbol);
  }
  if (symbols.length === 0) return known;
  if (known === 0) return 0;
  return known === 1 ? symbols.join('*') : `${symbols.join('*')}*${known}`;
}

/** True where both shapes have the same axis lengths, symbolic ones by name. */
export function sameShape(a: Shape, b: Shape): boolean {
  return a.length === b.length && a.every((dimension, axis) => dimension === b[axis]);
}

/** The shape that two operands broadcast to under NumPy's rules. Throws {@link ShapeError} where they do not. */
export function broadcastShapes(a: Shape, b: Shape): Dimension[] {
  const rank = Math.max(a.length, b.length);
  const result: Dimension[] = [];
  for (let axis = 0; axis < rank; axis++) {
    const left = a[axis - rank + a.length] ?? 1;
    const right = b[axis - rank + b.length] ?? 1;
    if (left === right || right === 1) result.push(left);
    else if (left === 1) result.push(right);
    else if (typeof left === 'string' && typeof right === 'number') result.push(right);
    else if (typeof right === 'string' && typeof left === 'number') result.push(left);
    else throw new ShapeError(`shapes ${formatShape(a)} and ${formatShape(b)} do not broadcast`);
  }
  return result;
}

/** An axis counted from the front: −1 becomes the last one. Throws {@link ShapeError} where it is out of range. */
export function normalizeAxis(axis: number, rank: number): number {
  const normalized = axis < 0 ? axis + rank : axis;
  if (!Number.isInteger(axis) || normalized < 0 || normalized >= Math.max(rank, 1)) {
    throw new ShapeError(`axis ${axis} is out of range for rank ${rank}: expected ${-rank} to ${rank - 1}`);
  }
  return normalized;
}

/** Elements to skip for one step along each axis of a C-ordered array. */
export function stridesOf(shape: ConcreteShape): number[] {
  const strides = new Array<number>(shape.length);
  let stride = 1;
  for (let axis = shape.length - 1; axis >= 0; axis--) {
    strides[axis] = stride;
    stride *= shape[axis]!;
  }
  return strides;
}
