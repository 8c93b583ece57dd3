import { z } from 'zod';
import type { ConcreteShape } from '../core/index.ts';

const axes = {
  /** Axes along which the norm is taken: those of all numbers that belong to one unit. */
  axes: z.array(z.int().nonnegative()).min(1),
};

/** What a parameter is brought to after every update, as Keras's constraints do. */
export const constraintSchema = z.discriminatedUnion('name', [
  /** Norms of at most `limit`. */
  z.strictObject({ name: z.literal('maxNorm'), limit: z.number().nonnegative().default(2), ...axes }),
  /** Norms moved by the share `rate` of the way into the interval from `minimum` to `maximum`. */
  z.strictObject({
    name: z.literal('minMaxNorm'),
    minimum: z.number().nonnegative().default(0),
    maximum: z.number().nonnegative().default(1),
    rate: z.number().min(0).max(1).default(1),
    ...axes,
  }),
  /** Norms of 1. */
  z.strictObject({ name: z.literal('unitNorm'), ...axes }),
  /** Negative numbers become 0. */
  z.strictObject({ name: z.literal('nonNegative') }),
]);

export type Constraint = z.infer<typeof constraintSchema>;

/** Keras's epsilon, added to norms that are divided by. */
const epsilon = 1e-7;

/** Brings a parameter, given row by row, to its constraint in place. */
export function applyConstraint(constraint: Constraint, values: Float32Array, shape: ConcreteShape): void {
  if (constraint.name === 'nonNegative') {
    for (let i = 0; i < values.length; i++) if (values[i]! < 0) values[i] = 0;
    return;
  }
  const groups = groupsAlong(shape, constraint.axes);
  const squares = new Float64Array(groups.count);
  for (let i = 0; i < values.length; i++) squares[groups.of(i)]! += values[i]! ** 2;
  const factors = squares.map((square) => {
    const norm = Math.sqrt(square);
    return desiredNorm(constraint, norm) / (epsilon + norm);
  });
  for (let i = 0; i < values.length; i++) values[i]! *= factors[groups.of(i)]!;
}

function desiredNorm(constraint: Exclude<Constraint, { name: 'nonNegative' }>, norm: number): number {
  if (constraint.name === 'unitNorm') return 1;
  if (constraint.name === 'maxNorm') return Math.min(norm, constraint.limit);
  const { minimum, maximum, rate } = constraint;
  return rate * Math.min(Math.max(norm, minimum), maximum) + (1 - rate) * norm;
}

/** Numbers those elements alike that differ in their place along `axes` alone. */
function groupsAlong(shape: ConcreteShape, axes: readonly number[]): { count: number; of(element: number): number } {
  const kept = shape.map((length, axis) => (axes.includes(axis) ? 1 : length));
  const strides = shape.map((_, axis) => shape.slice(axis + 1).reduce((product, length) => product * length, 1));
  const groupStrides = kept.map((_, axis) => kept.slice(axis + 1).reduce((product, length) => product * length, 1));
  return {
    count: kept.reduce((product, length) => product * length, 1),
    of: (element) =>
      shape.reduce((group, length, axis) => {
        if (axes.includes(axis)) return group;
        return group + (Math.floor(element / strides[axis]!) % length) * groupStrides[axis]!;
      }, 0),
  };
}
