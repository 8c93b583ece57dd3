import { describe, expect, it } from 'vitest';
import { axisOver } from './axis.ts';
import { formatValue, ticksOf } from './ticks.ts';

const ticks = (values: number[], count = 5) => ticksOf(axisOver([values])!, count).map(({ label }) => label);

describe('axisOver', () => {
  it('becomes logarithmic where positive values span more than a factor of 20', () => {
    expect(axisOver([[1, 19]])!.isLogarithmic).toBe(false);
    expect(axisOver([[1], [21]])!.isLogarithmic).toBe(true);
    expect(axisOver([[0, 1e6]])!.isLogarithmic).toBe(false);
  });

  it('passes over what is not finite, and over what is not positive where logarithms are asked for', () => {
    expect(axisOver([[Number.NaN, 2, Number.POSITIVE_INFINITY, 3]])).toMatchObject({ least: 2, most: 3 });
    expect(axisOver([[-1, 0, 2, 3]], { scale: 'logarithmic' })).toMatchObject({
      least: 2,
      most: 3,
      isLogarithmic: true,
    });
    expect(axisOver([[-1, 0]], { scale: 'logarithmic' })).toMatchObject({ isLogarithmic: false });
    expect(axisOver([[Number.NaN]])).toBeUndefined();
  });

  it('places a single value in the middle', () => {
    expect(axisOver([[5, 5]])!.shareOf(5)).toBe(0.5);
  });
});

describe('ticksOf', () => {
  it('names round values', () => {
    expect(ticks([0, 10])).toEqual(['0', '2', '4', '6', '8', '10']);
    expect(ticks([0.93, 1.07])).toEqual(['0.95', '1', '1.05']);
    expect(ticks([1e-4, 100])).toEqual(['1e−4', '0.01', '1', '100']);
    expect(ticks([0, 120_000])).toEqual(['0', '50k', '100k']);
  });

  it('gives different values different names', () => {
    const labels = ticks([1e5, 1e5 + 0.4]);
    expect(new Set(labels).size).toBe(labels.length);
    expect(labels.length).toBeGreaterThan(1);
  });

  it('ends for ranges that floating point cannot divide', () => {
    expect(ticks([1, 1 + Number.EPSILON]).length).toBeLessThan(10);
    expect(ticks([5e-324, 1e-323]).length).toBeLessThan(10);
    expect(ticks([-1.7e308, 1.7e308]).length).toBeLessThan(10);
  });
});

it('formatValue is short, and exact for what is no number', () => {
  expect(
    [0, -0.5, 12_345, 1.2e8, 1.23456e-7, 3e15, Number.NaN, Number.NEGATIVE_INFINITY].map((v) => formatValue(v)),
  ).toEqual(['0', '−0.5', '12.35k', '120M', '1.235e−7', '3e15', 'NaN', '−∞']);
});
