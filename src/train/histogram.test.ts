import { describe, expect, it } from 'vitest';
import { histogram } from './histogram.ts';

describe('histogram', () => {
  it('counts numbers in bins from the smallest to the largest, which belongs to the last', () => {
    expect(histogram(Float32Array.of(0, 1, 2, 3, 4), 2)).toEqual({ from: 0, to: 4, counts: [2, 3] });
  });

  it('leaves out what is not finite', () => {
    const values = Float32Array.of(Number.NaN, -1, Number.POSITIVE_INFINITY, 1);
    expect(histogram(values, 2)).toEqual({ from: -1, to: 1, counts: [1, 1] });
    expect(histogram(Float32Array.of(Number.NaN), 2)).toEqual({ from: Number.NaN, to: Number.NaN, counts: [0, 0] });
  });

  it('puts equal numbers into one bin, and loses none of numbers over the whole range of float32', () => {
    expect(histogram(Float32Array.of(2, 2, 2), 3).counts).toEqual([3, 0, 0]);
    const wide = Float32Array.of(-3.4e38, 0, 1e-45, 3.4e38);
    expect(histogram(wide, 5).counts).toEqual([1, 0, 2, 0, 1]);
  });
});
