import { readFileSync, writeFileSync } from 'node:fs';
import { afterAll, describe, expect, it } from 'vitest';
import { temporaryFolder } from '../fixtures/data/support.ts';
import { autoMpg as cars, useCommandLine } from './command-line.ts';

const folder = temporaryFolder();
afterAll(folder.remove);
const { netwright } = useCommandLine();

describe('netwright check', () => {
  it('finds nothing in clean data, and says so with exit code 0', async () => {
    const { code, stdout } = await netwright(['check', '--data', cars, '--target', 'MPG']);
    expect(stdout).toContain('nothing found');
    expect(code).toBe(0);
  });

  it('reports a target that never changes, and ends where data cannot be read', async () => {
    const rows = (cells: (row: number) => string) =>
      `a,b,y\n${Array.from({ length: 30 }, (_, row) => `${row / 8},${cells(row)}`).join('\n')}\n`;
    const write = (name: string, text: string) => {
      writeFileSync(folder.path(name), text);
      return folder.path(name);
    };
    const constant = await netwright([
      'check',
      '--data',
      write(
        'constant.csv',
        rows((row) => `${(row * 7) % 11},2.5`),
      ),
    ]);
    expect(constant.stdout).toMatch(/fault {4}train: the target 'y' .*2\.5/);
    expect(constant.code).toBe(1);
    for (const [text, message] of [
      [rows((row) => `${row === 20 ? 'oops' : row},1.5`), /: column 'b', row 21 below the header: found 'oops'/],
      [rows((row) => `id-${row},1.5`), /: column 'b' holds 30 different texts in 30 rows: it looks like an identifier/],
      ['a,b,z\n1,2,3\n', /: which column is the target\?/],
      ['a,b,y\n', /: no rows below the header/],
    ] as const) {
      const { code, stderr } = await netwright(['check', '--data', write('bad.csv', text)]);
      expect(stderr.trimEnd().split('\n')).toEqual([expect.stringMatching(message)]);
      expect([1, 2]).toContain(code);
    }
  });

  it('ends with 1 where the test data are those of training', async () => {
    const copy = folder.path('test.csv');
    writeFileSync(copy, readFileSync(cars, 'utf8').split('\n').slice(0, 51).join('\n'));
    const { code, stdout } = await netwright(['check', '--data', cars, '-t', 'MPG', '--against', copy, '--json']);
    const { findings } = JSON.parse(stdout);
    expect(findings[0]).toMatchObject({ check: 'leakage', severity: 'fault', part: 'against' });
    expect(code).toBe(1);
  });
});
