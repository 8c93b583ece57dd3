import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { pages, pageWithTables } from '../../bench/table.mjs';

it.each(pages)('the tables of speed in %s are made from the stored results', (page) => {
  expect(readFileSync(new URL(`../../${page}`, import.meta.url), 'utf8')).toBe(pageWithTables(page));
});
