import { describe, expect, it } from 'vitest';
import { textFilter } from './text-filter.ts';

describe('the text of a search field', () => {
  it.each([
    ['', 'anything', true],
    ['LOSS train', 'train/loss', true],
    ['loss val', 'train/loss', false],
    ['/^train.loss$/', 'train/loss', true],
    ['/^loss/', 'train/loss', false],
    ['/[/', 'a/[/b', true],
  ])('%s against %s: %s', (query, text, matches) => {
    expect(textFilter(query)(text)).toBe(matches);
  });
});
