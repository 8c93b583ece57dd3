import { describe, expect, it } from 'vitest';
import { countOf, durationText, groupedNumber, shortNumber } from './numbers-as-text.ts';

describe('numbers as text', () => {
  it.each([
    [0, '0'],
    [0.123456, '0.1235'],
    [-2.5, '−2.5'],
    [123456, '123456'],
    [1e-7, '1e−7'],
    [123456789, '1.235e8'],
    [Number.NaN, 'NaN'],
    [Number.NEGATIVE_INFINITY, '−∞'],
  ])('%d is %s', (value, text) => {
    expect(shortNumber(value)).toBe(text);
  });

  it('counts things', () => {
    expect([1, 2000].map((n) => countOf(n, 'run'))).toEqual(['1 run', '2\u202f000 runs']);
  });

  it('groups thousands and names durations by their two greatest units', () => {
    expect(groupedNumber(1234567)).toBe('1\u202f234\u202f567');
    expect([0.25, 59, 61, 3600, 90061].map(durationText)).toEqual(['0.25 s', '59 s', '1 min 1 s', '1 h', '1 d 1 h']);
  });
});
