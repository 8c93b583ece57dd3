import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { commands } from '../../src/cli/commands/index.ts';

const root = join(import.meta.dirname, '../..');
const read = (path: string) => readFileSync(join(root, path), 'utf8');
const page = read('docs/rules.md');
const rules = Array.from({ length: 10 }, (_, index) => `G${index + 1}`);
const rows = page.split('\n').filter((line) => /^\| G\d/.test(line));
const shown = [...page.matchAll(/^npx netwright (\S+) (.*?) +# (.*)$/gm)];

/** Anchors of a page's headings, as GitHub makes them. */
function anchors(file: string): string[] {
  return [...read(`docs/${file}`).matchAll(/^#+ (.*)$/gm)].map(([, heading]) =>
    heading!
      .toLowerCase()
      .replace(/[^\w\- ]/g, '')
      .replaceAll(' ', '-'),
  );
}

describe('docs/rules.md', () => {
  it('has a row for each rule, and a command that shows it', () => {
    expect(rows.map((row) => /^\| (G\d+):/.exec(row)?.[1])).toEqual(rules);
    expect(rules.filter((rule) => !shown.some(([, , , does]) => does!.match(/G\d+/g)!.includes(rule)))).toEqual([]);
  });

  it.each(rows)('names pages, tests and files that are there: %s', (row) => {
    const links = [...row.matchAll(/\]\(([\w-]+\.md)#([\w-]+)\)/g)];
    expect(links.length).toBeGreaterThan(0);
    for (const [, file, anchor] of links) expect(anchors(file!)).toContain(anchor);
    const tests = [...row.matchAll(/`((?:src|test)\/[\w/-]+\.test\.ts)`/g)].map(([, path]) => path!);
    expect(tests.length).toBeGreaterThan(0);
    for (const path of tests) expect(existsSync(join(root, path)), path).toBe(true);
  });

  it.each(shown.map(([line]) => line))('shows a command that is understood: %s', (line) => {
    const [, name, args] = /^npx netwright (\S+) (.*?) +#/.exec(line)!;
    const definition = commands.find((command) => command.name === name)!;
    const options = Object.values(definition.options);
    const words = args!.split(' ');
    while (words.length > 0) {
      const word = words.shift()!;
      if (word.startsWith('examples/')) expect(existsSync(join(root, word)), word).toBe(true);
      if (!word.startsWith('--')) continue;
      const option = options.find(({ flags }) => flags.split(/[ ,]+/).includes(word));
      expect(option, word).toBeDefined();
      if (option!.flags.includes('<')) {
        const value = words.shift()!;
        if (option!.choices !== undefined) expect(option!.choices).toContain(value);
        else expect(() => option!.parse?.(value)).not.toThrow();
      }
    }
  });
});
