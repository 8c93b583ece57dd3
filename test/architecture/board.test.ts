import { readdirSync, readFileSync } from 'node:fs';
import { join, posix, sep } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type House, importCycles, longFiles, oddNames } from './house.ts';
import { importsOf } from './imports.ts';

/** The one file of the web app that may import from the library. */
const contract = 'api/contract.ts';

function readApp(): House {
  const root = join(import.meta.dirname, '../../apps/board/src');
  const paths = readdirSync(root, { recursive: true, encoding: 'utf8' }).filter((path) => /\.tsx?$/.test(path));
  return new Map(paths.sort().map((path) => [path.split(sep).join('/'), readFileSync(join(root, path), 'utf8')]));
}

/** Imports that leave the app. */
function outwardImports(app: House): string[] {
  return [...app].flatMap(([path, source]) =>
    importsOf(path, source)
      .filter((name) => name.startsWith('node:') || posix.join(posix.dirname(path), name).startsWith('../'))
      .map((name) => `${path} imports ${name}`),
  );
}

describe('the web app of the board', () => {
  const app = readApp();

  it('has no files over 500 lines, none in circles, and names in kebab-case', () => {
    expect(app.has('main.tsx')).toBe(true);
    expect(longFiles(app)).toEqual([]);
    expect(importCycles(app)).toEqual([]);
    expect(oddNames(new Map([...app].map(([path, source]) => [path.replace(/\.tsx$/, '.ts'), source])))).toEqual([]);
  });

  it('shares with the library what one file says', () => {
    const outward = outwardImports(app);
    expect(outward.length).toBeGreaterThan(0);
    expect(outward.filter((line) => !line.startsWith(`${contract} imports`))).toEqual([]);
    expect(outwardImports(new Map([['shell/a.ts', "import '../../../../src/core/index.ts';"]]))).toHaveLength(1);
  });
});
