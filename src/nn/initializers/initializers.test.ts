import { describe, expect, it } from 'vitest';
import { UsageError, validate } from '../../core/index.ts';
import { describeInitializer, type InitializerOptions, initialize, initializerSchema } from './index.ts';

const parameter = { shape: [400, 100], fanIn: 400, fanOut: 100 };

function statistics(options: InitializerOptions, seed = 1) {
  const { data } = initialize(options, parameter, seed, 'dense_1/kernel');
  const mean = data.reduce((sum, x) => sum + x, 0) / data.length;
  const variance = data.reduce((sum, x) => sum + (x - mean) ** 2, 0) / data.length;
  const extreme = data.reduce((most, x) => Math.max(most, Math.abs(x)), 0);
  return { mean, variance, extreme, data };
}

const complete = (options: unknown) => validate(initializerSchema, options, 'initializer');

describe('variance scaling', () => {
  it.each([
    ['fan_in', 'truncated_normal', 2 / 400],
    ['fan_in', 'normal', 2 / 400],
    ['fan_in', 'uniform', 2 / 400],
    ['fan_out', 'truncated_normal', 2 / 100],
    ['fan_avg', 'truncated_normal', 2 / 250],
  ])('by %s with a %s distribution has variance scale / fan', (mode, distribution, expected) => {
    const { mean, variance } = statistics(complete({ name: 'varianceScaling', mode, distribution }));
    expect(Math.abs(variance / expected - 1)).toBeLessThan(0.03);
    expect(Math.abs(mean)).toBeLessThan(3 * Math.sqrt(expected / 40_000));
  });

  it('cuts the normal distribution at two deviations of the uncut one', () => {
    const { extreme } = statistics(complete({ name: 'varianceScaling', scale: 1 }));
    expect(extreme).toBeLessThanOrEqual((2 * 0.05) / 0.8796);
  });
});

describe('orthogonal', () => {
  const fill = (shape: number[], options: { gain?: number; stacked?: boolean } = {}) => {
    const { gain = 1, stacked = false } = options;
    return initialize(complete({ name: 'orthogonal', gain }), { shape, fanIn: 1, fanOut: 1, stacked }, 1, 'kernel')
      .data;
  };
  /** The product of a matrix [rows, columns] with its transpose, the other way round where `byColumns`. */
  const product = (matrix: Float32Array, rows: number, columns: number, byColumns: boolean) => {
    const at = (vector: number, i: number) => matrix[byColumns ? i * columns + vector : vector * columns + i]!;
    const [count, length] = byColumns ? [columns, rows] : [rows, columns];
    return Array.from({ length: count * count }, (_, k) => {
      const indices = Array.from({ length }, (_, i) => i);
      return indices.reduce((sum, i) => sum + at(Math.floor(k / count), i) * at(k % count, i), 0);
    });
  };
  const isScaledIdentity = (found: number[], count: number, scale: number) =>
    found.every((x, k) => Math.abs(x - (Math.floor(k / count) === k % count ? scale : 0)) < 1e-5);

  it('makes the rows or the columns orthonormal, whichever are fewer', () => {
    expect(isScaledIdentity(product(fill([3, 5]), 3, 5, false), 3, 1)).toBe(true);
    expect(isScaledIdentity(product(fill([6, 4], { gain: 2 }), 6, 4, true), 4, 4)).toBe(true);
    expect(isScaledIdentity(product(fill([4, 2, 3]), 4, 6, false), 4, 1)).toBe(true);
  });

  it('draws stacked matrices one by one', () => {
    const both = fill([2, 4, 3], { stacked: true });
    for (const matrix of [both.subarray(0, 12), both.subarray(12)]) {
      expect(isScaledIdentity(product(matrix, 4, 3, true), 3, 1)).toBe(true);
    }
    expect(both.subarray(0, 12)).not.toEqual(both.subarray(12));
  });
});

describe('initialize', () => {
  it('draws the same numbers for the same seed and parameter, and others for another of either', () => {
    const options = complete({ name: 'normal' });
    expect(initialize(options, parameter, 3, 'a').data).toEqual(initialize(options, parameter, 3, 'a').data);
    expect(initialize(options, parameter, 3, 'a').data).not.toEqual(initialize(options, parameter, 4, 'a').data);
    expect(initialize(options, parameter, 3, 'a').data).not.toEqual(initialize(options, parameter, 3, 'b').data);
  });

  it('keeps uniform numbers in their range, truncated ones within two deviations, constants as they are', () => {
    expect(statistics(complete({ name: 'uniform', low: -0.5, high: 0.5 })).extreme).toBeLessThanOrEqual(0.5);
    expect(statistics(complete({ name: 'truncatedNormal', deviation: 1 })).extreme).toBeLessThanOrEqual(2);
    expect(new Set(statistics(complete({ name: 'constant', value: 2 })).data)).toEqual(new Set([2]));
  });

  it('says in words what it does', () => {
    expect(describeInitializer(complete({ name: 'varianceScaling' }))).toBe('variance scaling (fan_in, 2)');
    expect(describeInitializer(complete({ name: 'constant' }))).toBe('zeros');
    expect(describeInitializer(complete({ name: 'orthogonal', gain: 2 }))).toBe('orthogonal (2)');
  });

  it('refuses an unknown name and a misspelt option', () => {
    expect(() => complete({ name: 'he' })).toThrow(UsageError);
    expect(() => complete({ name: 'normal', deviaton: 1 })).toThrow(
      "unknown field 'deviaton' (did you mean 'deviation'?)",
    );
  });
});
