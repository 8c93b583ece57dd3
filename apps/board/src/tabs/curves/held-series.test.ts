import { describe, expect, it } from 'vitest';
import type { ScalarsRequest, Series } from '../../api/contract.ts';
import { HeldSeries } from './held-series.ts';

const about = { found: true, points: 3, noEpochs: false, restarts: [], unordered: false, parts: [] };
const seriesOf = (version: string, to: number): Series => ({ ...about, version, extent: [0, to] });

const request = (runs: readonly string[], others: Partial<ScalarsRequest> = {}): ScalarsRequest => ({
  series: runs.map((run) => ({ run, tag: 'loss' })),
  axis: 'step',
  range: null,
  columns: 100,
  ...others,
});

/** The versions with which it asks. */
const versions = (held: HeldSeries, asked: ScalarsRequest) =>
  held.requestFor(asked).series.map(({ version }) => version);

function holding(): HeldSeries {
  const held = new HeldSeries();
  const asked = held.requestFor(request(['a', 'b']));
  held.take(asked, [seriesOf('a1', 10), seriesOf('b1', 1000)]);
  return held;
}

describe('the series that a card holds', () => {
  it('are asked for with their versions, and kept where they are unchanged', () => {
    const held = holding();
    const asked = held.requestFor(request(['a', 'b', 'c']));
    expect(asked.series.map(({ version }) => version)).toEqual(['a1', 'b1', undefined]);
    const all = held.take(asked, [null, seriesOf('b2', 1001), seriesOf('c1', 5)]);
    expect(all?.map(({ version }) => version)).toEqual(['a1', 'b2', 'c1']);
    expect(versions(held, request(['c', 'a']))).toEqual(['c1', 'a1']);
  });

  it.each([
    ['another tag', { series: [{ run: 'a', tag: 'accuracy' }] }],
    ['another axis', { axis: 'wall' }],
    ['another range', { range: [0, 5] }],
    ['another scale', { logarithmicX: true }],
    ['another smoothing', { smoothing: 0.5 }],
    ['more columns', { columns: 101 }],
  ] as const)('are asked for anew for %s', (_, others) => {
    expect(versions(holding(), request(['a'], others))).toEqual([undefined]);
  });

  it('may be finer than asked for, until more columns are wanted than the coarsest has', () => {
    const held = holding();
    const asked = held.requestFor(request(['a', 'b'], { columns: 50 }));
    expect(asked.series.map(({ version }) => version)).toEqual(['a1', 'b1']);
    held.take(asked, [null, seriesOf('b2', 1000)]);
    expect(versions(held, request(['a'], { columns: 60 }))).toEqual([undefined]);
  });

  it('are asked for once more where those that remain reach less far than the columns did', () => {
    const held = holding();
    const asked = held.requestFor(request(['a']));
    expect(held.take(asked, [null])).toBeUndefined();
    const again = held.requestFor(request(['a']));
    expect(again.series).toEqual([{ run: 'a', tag: 'loss' }]);
    expect(held.take(again, [seriesOf('a1', 10)])).toHaveLength(1);
    expect(versions(held, request(['a']))).toEqual(['a1']);
  });

  it('stay within a range, whatever they are drawn beside', () => {
    const held = new HeldSeries();
    const range = [0, 5] as const;
    held.take(held.requestFor(request(['a', 'b'], { range })), [seriesOf('a1', 10), seriesOf('b1', 1000)]);
    expect(held.take(held.requestFor(request(['a'], { range })), [null])).toHaveLength(1);
  });
});
