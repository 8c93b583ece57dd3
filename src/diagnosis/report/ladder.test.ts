import { expect, it } from 'vitest';
import type { LadderReport } from '../ladder/run-ladder.ts';
import { ladderBlocks, ladderLines } from './ladder.ts';

const report: LadderReport = {
  rungs: [
    {
      name: 'overfit-one',
      rows: ['D1'],
      does: 'learns one sample by heart',
      outcome: 'fail',
      quantity: 'error',
      value: 0.5,
      says: 'the error stays at 0.5',
      curves: [{ label: 'loss', losses: [1, 0.5] }],
    },
    {
      name: 'range-test',
      rows: ['D2'],
      does: 'raises the learning rate',
      outcome: 'unclear',
      quantity: 'rate',
      value: undefined,
      says: 'no reliable answer',
      curves: [{ label: 'seed 0', rates: [1e-4, 1e-2], losses: [1, 2] }],
    },
    { name: 'no-norm', rows: ['D6'], does: 'x', outcome: 'not-applicable', quantity: '', value: undefined, says: '' },
  ],
  steps: 300,
  seeds: [0, 1],
  seconds: 1,
};

it('tells each experiment that was made, with its outcome', () => {
  expect(ladderLines(report)).toEqual([
    'fail: overfit-one; the error stays at 0.5',
    'unclear: range-test; no reliable answer',
  ]);
});

it('draws the experiments over steps and over rates beside the table', () => {
  const [table, charts] = ladderBlocks(report);
  expect(table).toMatchObject({ kind: 'table', rows: [{ length: 3 }, { length: 3 }] });
  expect(charts).toMatchObject({ kind: 'charts', drawings: { length: 2 } });
  expect(ladderBlocks({ ...report, rungs: [] })).toEqual([]);
});
