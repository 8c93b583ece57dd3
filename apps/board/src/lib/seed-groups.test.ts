import { describe, expect, it } from 'vitest';
import { nameWithoutSeed, seedGroups } from './seed-groups.ts';

describe('runs that differ in their seed', () => {
  it.each([
    ['adam-seed3', 'adam'],
    ['adam/seed_12', 'adam'],
    ['adam_0', 'adam'],
    ['adam', 'adam'],
    ['20240101', '20240101'],
  ])('%s is called %s', (name, stem) => {
    expect(nameWithoutSeed(name)).toBe(stem);
  });

  it('are found by their names where there are no recipes', () => {
    expect(seedGroups([{ id: 'a-1' }, { id: 'a-2' }, { id: 'b' }])).toEqual([
      { name: 'a', members: ['a-1', 'a-2'] },
      { name: 'b', members: ['b'] },
    ]);
  });

  it('are found by their recipes, whatever their names', () => {
    const runs = ['monday', 'tuesday', 'a-1', 'a-2'].map((id, i) => ({ id, recipeKey: i < 2 ? 'same' : id }));
    expect(seedGroups(runs).map(({ members }) => members)).toEqual([['monday', 'tuesday'], ['a-1'], ['a-2']]);
  });
});
