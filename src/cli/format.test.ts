import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatCount, formatDuration, formatFloat32, formatNumber, formatQuantity, formatTable } from './format.ts';

describe('numbers for people', () => {
  it('have commas, units and four significant digits', () => {
    expect([0, 999, 1000, 1234567].map(formatCount)).toEqual(['0', '999', '1,000', '1,234,567']);
    expect([formatQuantity(1, 'class', 'classes'), formatQuantity(2000, 'step')]).toEqual(['1 class', '2,000 steps']);
    expect([0.123456, 12.5, 1e-7, 0, Number.NaN, Number.POSITIVE_INFINITY].map(formatNumber)).toEqual([
      ...['0.1235', '12.5', '1e-7', '0', 'NaN', 'Infinity'],
    ]);
    expect([0.0421, 1, 59.94, 59.96, 125.4, 3599.6, 7290].map(formatDuration)).toEqual([
      ...['42 ms', '1.0 s', '59.9 s', '1 min 00 s', '2 min 05 s', '1 h 00 min', '2 h 01 min'],
    ]);
  });

  it('are the shortest that give the same float32 again', () => {
    expect([12.3, 0.1, 1 / 3, 1e-10, 16777216].map(Math.fround).map(formatFloat32)).toEqual([
      ...['12.3', '0.1', '0.33333334', '1e-10', '16777216'],
    ]);
    fc.assert(
      fc.property(fc.float({ noNaN: true }), (number) => {
        expect(Math.fround(Number(formatFloat32(number)))).toBe(number === 0 ? 0 : number);
      }),
    );
  });
});

describe('formatTable', () => {
  it('makes columns as wide as their widest cell, without blanks at the end', () => {
    const columns = [{ heading: 'a' }, { heading: 'count', align: 'right' }, { heading: 'note' }] as const;
    expect(
      formatTable(columns, [
        ['longer', '7', ''],
        ['b', '1,234', 'x'],
      ]),
    ).toEqual(['a       count  note', 'longer      7', 'b       1,234  x']);
  });
});
