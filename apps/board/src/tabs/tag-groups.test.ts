import { describe, expect, it } from 'vitest';
import { cardRows, tagGroups } from './tag-groups.ts';

const groups = tagGroups(['a/1', 'a/2', 'a/3', 'b/1', 'loss'].map((tag) => ({ tag })));

const drawn = (options: { columns: number; folded?: string[]; expanded?: string }) =>
  cardRows(groups, { columns: options.columns, folded: new Set(options.folded), expanded: options.expanded ?? '' }).map(
    (row) => {
      if (row.kind === 'head') return `# ${row.group.prefix}`;
      return row.kind === 'wide' ? `[${row.item.tag}]` : row.items.map(({ tag }) => tag).join(' ');
    },
  );

describe('cards of tags', () => {
  it('are grouped by the first part of the tag, those without one first', () => {
    expect(drawn({ columns: 2 })).toEqual(['# ', 'loss', '# a', 'a/1 a/2', 'a/3', '# b', 'b/1']);
  });

  it('leave out what is folded and give the expanded card a row of its own', () => {
    expect(drawn({ columns: 3, folded: ['', 'b'], expanded: 'a/2' })).toEqual([
      '# ',
      '# a',
      'a/1',
      '[a/2]',
      'a/3',
      '# b',
    ]);
  });

  it('are laid out fast enough for 100 000 of them', () => {
    const many = Array.from({ length: 100_000 }, (_, i) => ({ tag: `group-${i % 100}/tag-${i}` }));
    const started = performance.now();
    expect(cardRows(tagGroups(many), { columns: 3, folded: new Set(), expanded: '' }).length).toBeGreaterThan(33_000);
    expect(performance.now() - started).toBeLessThan(1000);
  });
});
