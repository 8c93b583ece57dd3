import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { QuantileSketch, sketchCapacity } from './quantile-sketch.ts';

describe('QuantileSketch', () => {
  it('is exact while everything fits, interpolating as NumPy does', () => {
    const sketch = new QuantileSketch(8);
    for (const value of [4, 1, 3, 2]) sketch.add(value);
    expect(sketch.quantiles([0, 0.25, 0.5, 1])).toEqual([1, 1.75, 2.5, 4]);
    expect(new QuantileSketch().quantiles([0.5])).toEqual([Number.NaN]);
  });

  it('keeps ranks within its bound in little memory, whatever the order', () => {
    const count = 200_000;
    for (const order of [(i: number) => i, (i: number) => count - 1 - i, (i: number) => (i * 7919) % count]) {
      const sketch = new QuantileSketch(1024);
      for (let i = 0; i < count; i++) sketch.add(order(i));
      const bound = (Math.log2(count / 1024) / 1024) * count;
      for (const quantile of [0.001, 0.1, 0.5, 0.9, 0.999]) {
        expect(Math.abs(sketch.quantiles([quantile])[0]! - quantile * count)).toBeLessThan(bound);
      }
    }
  });

  it('gives quantiles in order and within the range of what was added', () => {
    fc.assert(
      fc.property(fc.array(fc.float({ noNaN: true, noDefaultInfinity: true }), { minLength: 1 }), (values) => {
        const sketch = new QuantileSketch(4);
        for (const value of values) sketch.add(value);
        const found = sketch.quantiles([0, 0.3, 0.6, 1]);
        for (let i = 1; i < found.length; i++) expect(found[i]!).toBeGreaterThanOrEqual(found[i - 1]!);
        expect(found[0]!).toBeGreaterThanOrEqual(Math.min(...values));
        expect(found[3]!).toBeLessThanOrEqual(Math.max(...values));
      }),
      { seed: 1, numRuns: 200 },
    );
  });

  it('takes less room each for many groups', () => {
    expect(sketchCapacity(10_000)).toBeLessThan(sketchCapacity(1));
    expect(sketchCapacity(10_000)).toBeGreaterThanOrEqual(512);
  });
});
