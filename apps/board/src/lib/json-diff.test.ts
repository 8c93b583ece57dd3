import { describe, expect, it } from 'vitest';
import { diffJson } from './json-diff.ts';

describe('the difference of two recipes', () => {
  it('tells what changed, what only one has, and what is the same', () => {
    const a = {
      seed: 1,
      optimizer: { name: 'adam', learningRate: 0.1 },
      network: [{ units: 3 }],
      shape: [1, 2],
      clip: null,
    };
    const b = {
      seed: 1,
      optimizer: { name: 'sgd', momentum: 0.9 },
      network: [{ units: 4 }, { units: 1 }],
      shape: [1, 2],
    };
    const { changed, onlyA, onlyB, same } = diffJson(a, b);
    expect(changed).toEqual([
      { path: 'optimizer.name', a: 'adam', b: 'sgd' },
      { path: 'network.0.units', a: '3', b: '4' },
    ]);
    expect(onlyA.map(({ path }) => path)).toEqual(['optimizer.learningRate', 'clip']);
    expect(onlyB).toEqual([
      { path: 'optimizer.momentum', a: undefined, b: '0.9' },
      { path: 'network.1.units', a: undefined, b: '1' },
    ]);
    expect(same.map(({ path }) => path)).toEqual(['seed', 'shape']);
  });

  it('takes a missing file as one without fields', () => {
    expect(diffJson(null, { a: 1 }).onlyB).toHaveLength(1);
    expect(diffJson(undefined, null)).toEqual({ changed: [], onlyA: [], onlyB: [], same: [] });
  });
});
