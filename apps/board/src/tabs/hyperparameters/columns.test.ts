import { describe, expect, it } from 'vitest';
import type { HyperparametersAnswer } from '../../api/contract.ts';
import { columnsOf, compareBy, usualColumns } from './columns.ts';

const metric = (last: number | 'NaN') => ({ last, minimum: 0, maximum: 9, nonFinite: 0 });
const answer: HyperparametersAnswer = {
  names: ['learningRate', 'optimizer', 'seed'],
  differing: 2,
  metrics: ['loss/train', 'loss/val'],
  rows: [
    { run: 'a', values: [0.001, 'sgd', 1], metrics: [metric(3), metric(0.5)] },
    { run: 'b', values: [0.1, 'adam', 1], metrics: [metric('NaN'), metric(0.2)] },
    { run: 'c', values: [0.01, null, 1], metrics: [null, metric(0.9)] },
  ],
};
const columns = columnsOf(answer, new Set(['a', 'b', 'c']), 'last');
const column = (key: string) => columns.find((own) => own.key === key)!;
const runs = ['a', 'b', 'c'];

describe('columns of hyper-parameters', () => {
  it('stand in the order of interest, those that are the same everywhere last', () => {
    expect(columns.map(({ key }) => key)).toEqual([
      'p:learningRate',
      'p:optimizer',
      'm:loss/train',
      'm:loss/val',
      'p:seed',
    ]);
    expect(usualColumns(columns).map(({ title }) => title)).toEqual([
      'learningRate',
      'optimizer',
      'loss/val',
      'loss/train',
    ]);
  });

  it('are those of the runs shown alone', () => {
    const [first, ...others] = columnsOf(answer, new Set(['c']), 'last');
    expect(first!.key).toBe('m:loss/val');
    expect(others.map(({ key }) => key)).toEqual(['p:learningRate', 'p:seed']);
  });

  it('place numbers by logarithms where they span much, words evenly, and nothing that is absent or NaN', () => {
    const rate = column('p:learningRate');
    expect(rate.isLogarithmic).toBe(true);
    expect(runs.map((run) => Number(rate.shareOf(run)?.toFixed(6)))).toEqual([0, 1, 0.5]);
    expect(runs.map(column('p:optimizer').shareOf)).toEqual([1, 0, undefined]);
    expect(runs.map(column('m:loss/train').shareOf)).toEqual([0.5, undefined, undefined]);
  });

  it('sort numbers by size and words by letters, with what is absent or NaN last either way', () => {
    const sorted = (key: string, isDescending: boolean) =>
      [...runs].sort(compareBy(column(key), isDescending)).join('');
    expect([sorted('p:learningRate', false), sorted('p:learningRate', true)]).toEqual(['acb', 'bca']);
    expect([sorted('p:optimizer', false), sorted('p:optimizer', true)]).toEqual(['bac', 'abc']);
    expect([sorted('m:loss/train', false), sorted('m:loss/train', true)]).toEqual(['abc', 'abc']);
  });
});
