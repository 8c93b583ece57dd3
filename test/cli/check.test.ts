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

  it('ends with 1 where the test data are those of training', async () => {
    const copy = folder.path('test.csv');
    writeFileSync(copy, readFileSync(cars, 'utf8').split('\n').slice(0, 51).join('\n'));
    const { code, stdout } = await netwright(['check', '--data', cars, '-t', 'MPG', '--against', copy, '--json']);
    const { findings } = JSON.parse(stdout);
    expect(findings[0]).toMatchObject({ check: 'leakage', severity: 'fault', part: 'against' });
    expect(code).toBe(1);
  });
});
