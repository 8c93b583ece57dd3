import { describe, expect, it } from 'vitest';
import { RandomStream, RuntimeError } from '../core/index.ts';
import { FlatMemory } from './flat-memory.ts';
import { createVectorOperations } from './vector-operations.ts';

const lengths = [0, 1, 3, 4, 7, 8, 17, 1000, 4097];

/** A region of `length` normal numbers inside a longer one, at an offset that no SIMD lane is aligned to. */
function randomPart(length: number) {
  const memory = new FlatMemory({ parameterCount: 0, slots: 0, regions: { all: length + 2 } });
  const all = memory.region('all');
  const random = new RandomStream(length, 'vector');
  for (let i = 0; i < all.length; i++) all[i] = random.normal();
  return { all, part: all.subarray(1, length + 1), vectors: createVectorOperations(memory) };
}

describe.each(lengths)('the operations on %i elements', (length) => {
  it('sum squares as float64 does', () => {
    const { part, vectors } = randomPart(length);
    const expected = part.reduce((sum, x) => sum + x * x, 0);
    expect(Math.abs(vectors.sumOfSquares(part) - expected)).toBeLessThanOrEqual(1e-14 * expected);
    expect(vectors.norm(part)).toBe(Math.sqrt(vectors.sumOfSquares(part)));
  });

  it('scale, clamp and leave the neighbours alone', () => {
    const { all, part, vectors } = randomPart(length);
    const before = all.slice();
    vectors.scale(part, 3);
    vectors.clamp(part, 2);
    const expected = before.map((x, i) =>
      i === 0 || i === length + 1 ? x : Math.min(Math.max(Math.fround(x * 3), -2), 2),
    );
    expect(all).toEqual(expected);
  });

  it('count each value that is not finite, wherever it lies', () => {
    const { all, part, vectors } = randomPart(length);
    all[0] = Number.NaN;
    all[length + 1] = Number.POSITIVE_INFINITY;
    expect(vectors.countNonFinite(part)).toBe(0);
    expect(vectors.allFinite(part)).toBe(true);
    const bad = [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
    let count = 0;
    for (let i = 0; i < length; i += 3) {
      part[i] = bad[count % 3]!;
      count++;
    }
    expect(vectors.countNonFinite(part)).toBe(count);
    expect(vectors.allFinite(part)).toBe(count === 0);
  });
});

describe('the operations on a vector', () => {
  const memory = new FlatMemory({ parameterCount: 2 ** 20, slots: 0 });
  const { parameters } = memory;
  const vectors = createVectorOperations(memory);

  it('lose no digits over a million elements of which one is large', () => {
    parameters.fill(1e-3);
    parameters[0] = 1e3;
    const expected = 1e6 + (2 ** 20 - 1) * Math.fround(1e-3) ** 2;
    expect(Math.abs(vectors.sumOfSquares(parameters) - expected)).toBeLessThan(1e-12 * expected);
  });

  it('do not overflow on the largest finite numbers', () => {
    parameters.fill(3e38);
    expect(vectors.sumOfSquares(parameters) / (2 ** 20 * 9e76)).toBeCloseTo(1, 6);
  });

  it('let a NaN through and limit an infinity', () => {
    const part = parameters.subarray(0, 6);
    part.set([Number.NaN, Number.POSITIVE_INFINITY, 0, 1, Number.NaN, Number.NEGATIVE_INFINITY]);
    vectors.clamp(part, 0.5);
    expect([...part]).toEqual([Number.NaN, 0.5, 0, 0.5, Number.NaN, -0.5]);
  });

  it('refuse one that lies in another memory', () => {
    expect(() => vectors.norm(new Float32Array(3))).toThrow(RuntimeError);
    expect(() => vectors.scale(new Float32Array(3), 2)).toThrow('a vector of 3 elements does not lie in');
  });
});
