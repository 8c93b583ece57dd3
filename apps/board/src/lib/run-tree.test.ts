import { describe, expect, it } from 'vitest';
import { rowsOf, runsBelow, treeOf } from './run-tree.ts';

const shown = (ids: string[], closed: string[] = []) =>
  rowsOf(treeOf(ids), new Set(closed)).map(({ node, depth }) => `${'  '.repeat(depth)}${node.label}`);

describe('the tree of runs', () => {
  it('nests by folders, in the order of numbers in names', () => {
    expect(shown(['b/run-10', 'b/run-9', 'a'])).toEqual(['a', 'b', '  run-9', '  run-10']);
  });

  it('joins folders that hold one thing', () => {
    expect(shown(['a/b/c', 'a/b/d', 'x/y/z'])).toEqual(['a/b', '  c', '  d', 'x/y/z']);
  });

  it('keeps a folder that is a run itself', () => {
    const tree = treeOf(['a', 'a/validation']);
    expect(tree).toMatchObject([{ label: 'a', run: 'a', children: [{ label: 'validation', run: 'a/validation' }] }]);
    expect(runsBelow(tree[0]!)).toEqual(['a', 'a/validation']);
  });

  it('hides what lies in closed folders and says where a line stands', () => {
    expect(shown(['a/1', 'a/2', 'b'], ['a'])).toEqual(['a', 'b']);
    expect(rowsOf(treeOf(['a/1', 'a/2', 'b']), new Set())[2]).toMatchObject({ position: 2, siblings: 2, parent: 'a' });
  });
});
