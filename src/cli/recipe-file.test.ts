import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { UsageError } from '../core/index.ts';
import { readRecipeFile } from './recipe-file.ts';

const folder = mkdtempSync(join(tmpdir(), 'netwright-recipe-'));
afterAll(() => {
  rmSync(folder, { recursive: true });
});

function written(name: string, contents: string): string {
  const path = join(folder, name);
  writeFileSync(path, contents);
  return path;
}

describe('readRecipeFile', () => {
  it.each(['json', 'yaml', 'yml'])('reads a .%s file', async (extension) => {
    const path = written(`a.${extension}`, '{ "epochs": 3, "network": [{ "layer": "flatten" }] }');
    expect(await readRecipeFile(path)).toEqual({ epochs: 3, network: [{ layer: 'flatten' }] });
  });

  it.each([
    ['ts', 'interface Recipe { epochs: number }\nconst recipe: Recipe = { epochs: 3 };\nexport default recipe;'],
    ['mts', 'export default { epochs: 3 } as const;'],
    ['mjs', 'export default await Promise.resolve({ epochs: 3 });'],
    ['js', 'export default { epochs: 3 };'],
    ['cjs', 'module.exports = { epochs: 3 };'],
  ])('runs a .%s module for its default export', async (extension, code) => {
    expect(await readRecipeFile(written(`a.${extension}`, code))).toEqual({ epochs: 3 });
  });

  it('gives the line and the column of a fault', async () => {
    await expect(readRecipeFile(written('b.json', '{\n "a": 1\n "b": 2\n}'))).rejects.toThrow(
      /b\.json: not valid JSON: Expected ',' or '}' after property value at line 3, column 2$/,
    );
    await expect(readRecipeFile(written('b.yaml', 'a: 1\nb: [1, 2\nc: 3\n'))).rejects.toThrow(
      /b\.yaml: not valid YAML: .* at line 3, column 1$/,
    );
    await expect(readRecipeFile(written('b.ts', 'export default { a: ];'))).rejects.toThrow(/b\.ts: cannot be run: /);
  });

  it('gives an object or a UsageError for any text', async () => {
    let count = 0;
    const pieces = fc.array(
      fc.constantFrom('{', '}', '[', ']', '"a"', ':', ',', '\n', ' ', '- ', '1', 'null', '&x', '*x'),
    );
    await fc.assert(
      fc.asyncProperty(pieces, fc.constantFrom('json', 'yaml'), async (parts, extension) => {
        const path = written(`any-${count++ % 50}.${extension}`, parts.join(''));
        const outcome = await readRecipeFile(path).catch((error: unknown) => error);
        if (outcome instanceof Error) {
          expect(outcome).toBeInstanceOf(UsageError);
          expect(outcome.message).toMatch(/^[^\n]+$/);
        } else expect(typeof outcome).toBe('object');
      }),
    );
  });
});
