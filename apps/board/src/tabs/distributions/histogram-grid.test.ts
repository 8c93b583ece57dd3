import { describe, expect, it } from 'vitest';
import type { HistogramsAnswer } from '../../api/contract.ts';
import { gridOf } from './histogram-grid.ts';

const answerOf = (...bins: HistogramsAnswer['entries'][number]['bins'][]): HistogramsAnswer => ({
  total: bins.length,
  entries: bins.map((own, step) => ({ step, wallTime: 0, bins: own })),
});

describe('histograms on common bins', () => {
  it('keep every count, spread evenly over the width of its bin', () => {
    const { shares, axis, most } = gridOf(
      answerOf([
        [0, 4, 3],
        [4, 8, 1],
      ]),
      8,
    );
    expect([axis?.least, axis?.most]).toEqual([0, 8]);
    expect([...shares[0]!]).toEqual([...Array(4).fill(3 / 16), ...Array(4).fill(1 / 16)]);
    expect(most).toBe(3 / 16);
  });

  it('cover the values of all steps, and hold a distribution without width', () => {
    const { shares } = gridOf(answerOf([[-1, -1, 5]], [[0, 1, 2]]), 4);
    expect([...shares[0]!]).toEqual([1, 0, 0, 0]);
    expect([...shares[1]!]).toEqual([0, 0, 0.5, 0.5]);
    expect([...gridOf(answerOf([[2, 2, 7]]), 3).shares[0]!]).toEqual([0, 1, 0]);
  });

  it('count steps whose bins are not finite, and show nothing where no bin is', () => {
    const { notFinite, axis } = gridOf(answerOf([['NaN', 1, 2]], [[0, 'Infinity', 1]]), 4);
    expect([notFinite, axis]).toEqual([0, undefined]);
    expect(gridOf(answerOf([['NaN', 1, 2]], [[0, 1, 1]]), 4).notFinite).toBe(1);
  });
});
