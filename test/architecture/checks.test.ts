import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { describe, it } from 'vitest';

const root = join(import.meta.dirname, '../..');
const patientMs = 120_000;

/** Runs the script of an installed package, and throws what it printed where it finds fault. */
function check(script: string, ...args: string[]): void {
  const { status, stdout, stderr, error } = spawnSync(process.execPath, [join(root, 'node_modules', script), ...args], {
    cwd: root,
    encoding: 'utf8',
    env: { ...process.env, NO_COLOR: '1' },
  });
  if (error !== undefined) throw error;
  if (status !== 0) throw new Error(`${script} ended with ${status}\n${stdout}${stderr}`);
}

describe('the whole code', { timeout: patientMs }, () => {
  it('is formatted and free of lint', () => {
    check('@biomejs/biome/bin/biome', 'check', '--error-on-warnings', '.');
  });

  it('has no type errors', () => {
    check('typescript/bin/tsc', '--noEmit', '-p', 'tsconfig.json');
  });

  it('has no file, export or dependency that nothing uses', () => {
    check('knip/bin/knip.js');
  });
});
