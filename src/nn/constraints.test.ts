import { describe, expect, it } from 'vitest';
import { applyConstraint, type Constraint, constraintSchema } from './constraints.ts';

/** Two rows of three, whose columns have the norms 5, 1 and 0. */
const values = [3, 0.6, 0, -4, -0.8, 0];

function constrained(constraint: Constraint): number[] {
  const numbers = Float32Array.from(values);
  applyConstraint(constraint, numbers, [2, 3]);
  return [...numbers];
}

const expectNear = (actual: number[], expected: number[]) => {
  expect(actual).toHaveLength(expected.length);
  actual.forEach((number, i) => {
    expect(number).toBeCloseTo(expected[i]!, 5);
  });
};

describe('a constraint', () => {
  it('of the largest norm shortens what is longer', () => {
    expectNear(constrained({ name: 'maxNorm', limit: 2, axes: [0] }), [1.2, 0.6, 0, -1.6, -0.8, 0]);
  });

  it('of unit norm leaves zeros where they are', () => {
    expectNear(constrained({ name: 'unitNorm', axes: [0] }), [0.6, 0.6, 0, -0.8, -0.8, 0]);
  });

  it('of an interval moves norms by its rate', () => {
    const interval = { name: 'minMaxNorm' as const, minimum: 2, maximum: 3, axes: [0] };
    expectNear(constrained({ ...interval, rate: 1 }), [1.8, 1.2, 0, -2.4, -1.6, 0]);
    expectNear(constrained({ ...interval, rate: 0.5 }), [2.4, 0.9, 0, -3.2, -1.2, 0]);
  });

  it('takes norms along any axes', () => {
    const whole = Math.sqrt(26);
    expectNear(
      constrained({ name: 'unitNorm', axes: [0, 1] }),
      values.map((value) => value / whole),
    );
    const [first, second] = [Math.hypot(3, 0.6), Math.hypot(4, 0.8)];
    expectNear(
      constrained({ name: 'unitNorm', axes: [1] }),
      values.map((value, i) => value / (i < 3 ? first : second)),
    );
  });

  it('of no negative numbers keeps the others', () => {
    expectNear(constrained({ name: 'nonNegative' }), [3, 0.6, 0, 0, 0, 0]);
  });

  it('has the defaults of Keras', () => {
    expect(constraintSchema.parse({ name: 'maxNorm', axes: [0] })).toMatchObject({ limit: 2 });
  });
});
