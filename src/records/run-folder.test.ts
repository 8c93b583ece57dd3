import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { FileError, UsageError } from '../core/index.ts';
import { createRunFolder } from './run-folder.ts';

const folder = mkdtempSync(join(tmpdir(), 'netwright-run-folder-'));
afterAll(() => {
  rmSync(folder, { recursive: true });
});

const date = new Date(2026, 10, 2, 3, 4, 5);
let parents = 0;
const newParent = () => join(folder, `runs-${parents++}`);

describe('createRunFolder', () => {
  it('names the folder after the local time and a slug, and makes the folders above it', () => {
    const parent = join(newParent(), 'deep');
    const path = createRunFolder(parent, { slug: 'Auto MPG (1993).csv', date });
    expect(path).toBe(join(parent, '20261102-030405-auto-mpg-1993-csv'));
    expect(existsSync(path)).toBe(true);
  });

  it('never hands out a folder twice', () => {
    const parent = newParent();
    const paths = Array.from({ length: 3 }, () => createRunFolder(parent, { slug: 'x', date }));
    expect(paths.map((path) => basename(path))).toEqual([
      '20261102-030405-x',
      '20261102-030405-x-v1',
      '20261102-030405-x-v2',
    ]);
  });

  it('takes a name as it is, with a number behind it where it is taken', () => {
    const parent = newParent();
    expect(createRunFolder(parent, { name: 'base_line.2', slug: 'x' })).toBe(join(parent, 'base_line.2'));
    expect(createRunFolder(parent, { name: 'base_line.2', slug: 'x' })).toBe(join(parent, 'base_line.2-v1'));
  });

  it.each(['', '..', '.hidden', '-v', 'a/b', 'a\\b', 'a b', 'a\nb'])('refuses the name %j', (name) => {
    const parent = newParent();
    expect(() => createRunFolder(parent, { name, slug: 'x' })).toThrow(UsageError);
    expect(existsSync(parent)).toBe(false);
  });

  it('makes a plain folder name of any slug', () => {
    const parent = newParent();
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (slug) => {
        const name = basename(createRunFolder(parent, { slug, date }));
        expect(name).toMatch(/^20261102-030405-[a-z0-9]+(-[a-z0-9]+)*$/);
        expect(readdirSync(parent)).toContain(name);
      }),
    );
  });

  it('says which folder cannot be made', () => {
    const parent = newParent();
    writeFileSync(parent, '');
    expect(() => createRunFolder(parent, { slug: 'x' })).toThrow(FileError);
    expect(() => createRunFolder(join(parent, 'runs'), { slug: 'x' })).toThrow(
      /runs: cannot be written: a part of the path is no folder/,
    );
  });
});
