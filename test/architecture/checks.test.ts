import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

const root = join(import.meta.dirname, '../..');
const patientMs = 120_000;

/** Runs the script of an installed package and returns what it printed, or the empty text when it found nothing. */
function complaintsOf(script: string, args: string[]): string {
  const { status, stdout, stderr, error } = spawnSync(process.execPath, [join(root, 'node_modules', script), ...args], {
    cwd: root,
    encoding: 'utf8',
    env: { ...process.env, FORCE_COLOR: '0' },
  });
  if (error !== undefined) throw error;
  return status === 0 ? '' : `${stdout}${stderr}`.trim() || `${script} ended with ${status}`;
}

describe('the whole code', { timeout: patientMs }, () => {
  it('is formatted and free of lint', () => {
    expect(complaintsOf('@biomejs/biome/bin/biome', ['check', '--error-on-warnings', '.'])).toBe('');
  });

  it('has no type errors', () => {
    expect(complaintsOf('typescript/bin/tsc', ['--noEmit', '-p', 'tsconfig.json'])).toBe('');
  });
});
