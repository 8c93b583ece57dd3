import { describe, expect, it } from 'vitest';
import { pairedDifference, spreadOf } from './spread.ts';
import { studentQuantile } from './student-t.ts';

describe('studentQuantile', () => {
  // Tables of Student's t, such as NIST's e-Handbook of Statistical Methods, 1.3.6.7.2.
  it.each([
    [0.975, 1, 12.706205],
    [0.975, 4, 2.776445],
    [0.995, 4, 4.604095],
    [0.95, 9, 1.833113],
    [0.975, 30, 2.042272],
    [0.9, 1000, 1.282399],
  ])('is the tabulated value at %f with %i degrees of freedom', (probability, degrees, expected) => {
    expect(studentQuantile(probability, degrees)).toBeCloseTo(expected, 5);
  });
});

describe('pairedDifference', () => {
  it('is the textbook interval', () => {
    const { mean, low, high, pairs } = pairedDifference([1, 2, 3, 4, 5], 0.95)!;
    const half = (2.776445 * Math.sqrt(2.5)) / Math.sqrt(5);
    expect({ mean, pairs }).toEqual({ mean: 3, pairs: 5 });
    expect(low).toBeCloseTo(3 - half, 5);
    expect(high).toBeCloseTo(3 + half, 5);
  });

  it('says nothing of a single pair', () => {
    expect(pairedDifference([1], 0.95)).toBeUndefined();
  });
});

it('spreadOf has the median between two numbers, and the deviation of a sample', () => {
  expect(spreadOf([4, 1])).toEqual({ mean: 2.5, deviation: Math.sqrt(4.5), median: 2.5, least: 1, most: 4 });
});
