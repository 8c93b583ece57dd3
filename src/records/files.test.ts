import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { replaceFile, replaceJson, stringifyJson } from './files.ts';

const folder = mkdtempSync(join(tmpdir(), 'netwright-files-'));
afterAll(() => {
  rmSync(folder, { recursive: true });
});

describe('replaceFile', () => {
  it('leaves the new contents and nothing else', () => {
    const path = join(folder, 'a.txt');
    replaceFile(path, 'old');
    replaceFile(path, Uint8Array.of(110, 101, 119));
    expect(readFileSync(path, 'utf8')).toBe('new');
    expect(readdirSync(folder)).toEqual(['a.txt']);
  });

  it('leaves no temporary file where it fails', () => {
    const path = join(folder, 'taken');
    mkdirSync(path);
    expect(() => replaceFile(path, 'text')).toThrow(/taken: cannot be written: a folder of that name is in the way/);
    expect(() => replaceFile(join(folder, 'absent', 'a'), 'text')).toThrow(/its folder does not exist/);
    expect(readdirSync(folder)).toEqual(['a.txt', 'taken']);
  });
});

describe('JSON records', () => {
  it('show numbers that are not finite', () => {
    expect(stringifyJson({ loss: Number.NaN, rates: [1, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY] })).toBe(
      '{"loss":"NaN","rates":[1,"Infinity","-Infinity"]}',
    );
  });

  it('are replaced as indented files', () => {
    const path = join(folder, 'value.json');
    replaceJson(path, { a: 1 });
    expect(readFileSync(path, 'utf8')).toBe('{\n  "a": 1\n}\n');
  });
});
