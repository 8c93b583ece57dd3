import { existsSync, mkdirSync, readFileSync, utimesSync, writeFileSync } from 'node:fs';
import { basename, dirname } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { temporaryFolder } from '../../test/fixtures/data/support.ts';
import { cached } from './array-cache.ts';

const folder = temporaryFolder();
afterAll(folder.remove);

it('removes entries that were not opened for 30 days when another is written, and nothing else', async () => {
  writeFileSync(folder.path('source'), 'x');
  const cache = folder.path('cache');
  const make = (name: string) =>
    cached(
      cache,
      { source: 'source', files: [folder.path('source')], settings: name, bytes: 1 },
      async ({ append }) => {
        append('data', new TextEncoder().encode(name));
        return name;
      },
    );
  const age = (file: string, days: number) => {
    const time = new Date(Date.now() - days * 24 * 3600 * 1000);
    utimesSync(file, time, time);
  };
  const [old, reopened, young] = [await make('old'), await make('reopened'), await make('young')];
  for (const entry of [old, reopened]) age(entry.path('description.json'), 31);
  age(young.path('description.json'), 29);
  mkdirSync(`${cache}/mine`);
  writeFileSync(`${cache}/mine/description.json`, '{}');
  age(`${cache}/mine/description.json`, 99);
  await make('reopened');
  await make('new');
  expect([old, reopened, young].map((entry) => existsSync(entry.path('data')))).toEqual([false, true, true]);
  expect(existsSync(`${cache}/mine/description.json`)).toBe(true);
  const again = await make('old');
  expect(readFileSync(again.path('data'), 'utf8')).toBe('old');
  expect(basename(dirname(again.path('data')))).toMatch(/^[0-9a-f]{32}$/);
});
