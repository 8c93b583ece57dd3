import { z } from 'zod';
import { defineInitializer } from './initializer.ts';

/**
 * A random matrix with orthonormal rows or columns, whichever are fewer, times `gain`: what passes through it again and
 * again neither grows nor fades. The matrix has the parameter's first axis as rows and all others as columns; stacked
 * ones are drawn one by one. Source: Saxe, McClelland and Ganguli 2014.
 */
export const orthogonal = defineInitializer({
  options: z.strictObject({ name: z.literal('orthogonal'), gain: z.number().positive().default(1) }),
  fill(target, { gain }, random, { shape, stacked = false }) {
    const [rows = 1, ...rest] = stacked ? shape.slice(1) : shape;
    const columns = rest.reduce((product, length) => product * length, 1);
    for (let start = 0; start < target.length; start += rows * columns) {
      const [count, length] = rows < columns ? [rows, columns] : [columns, rows];
      const basis = orthonormal(count, length, () => random.normal());
      const [step, stride] = rows < columns ? [columns, 1] : [1, columns];
      basis.forEach((vector, i) => {
        for (let j = 0; j < length; j++) target[start + i * step + j * stride] = gain * vector[j]!;
      });
    }
  },
  describe: ({ gain }) => (gain === 1 ? 'orthogonal' : `orthogonal (${gain})`),
});

/** Orthonormal vectors in random directions, by Gram and Schmidt; the second pass removes what rounding left. */
function orthonormal(count: number, length: number, draw: () => number): Float64Array[] {
  const basis: Float64Array[] = [];
  while (basis.length < count) {
    const vector = new Float64Array(length).map(draw);
    for (let pass = 0; pass < 2; pass++) {
      for (const other of basis) {
        const along = dot(vector, other);
        for (let i = 0; i < length; i++) vector[i]! -= along * other[i]!;
      }
    }
    const norm = Math.sqrt(dot(vector, vector));
    basis.push(vector.map((element) => element / norm));
  }
  return basis;
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i]! * b[i]!;
  return sum;
}
