import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { readmeWithTable } from '../../bench/table.mjs';

it('the README’s table of speed is made from the stored results', () => {
  expect(readFileSync(new URL('../../README.md', import.meta.url), 'utf8')).toBe(readmeWithTable());
});
