import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { constants, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll } from 'vitest';
import { compile } from '../../scripts/compile.mjs';

const root = join(import.meta.dirname, '../..');

/** Files that tests read. */
export const autoMpg = join(root, 'examples/data/auto-mpg.csv');
export const fashionMnist = join(root, 'examples/data/fashion-mnist');
export const fixture = (name: string): string => join(root, 'test/fixtures/data', name);

/** How a command ended. */
export interface Ended {
  /** As a shell has it: 128 and the number of the signal where one ended it. */
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Options of {@link netwright}. */
interface RunOptions {
  /** By default the folder of the test file. */
  readonly cwd?: string;
  /** Sees everything printed so far whenever something is, and may send signals. */
  readonly onOutput?: (printed: string, kill: (signal: NodeJS.Signals) => void) => void;
  /** Is told when the process has been started, and may send signals later. */
  readonly onStart?: (kill: (signal: NodeJS.Signals) => void, pid: number) => void;
}

/**
 * The built command line in an empty folder, which lasts for one test file. The environment asks for colours, which must
 * not reach a pipe.
 */
export function useCommandLine(): {
  readonly folder: string;
  netwright(args: string[], options?: RunOptions): Promise<Ended>;
} {
  const folder = mkdtempSync(join(tmpdir(), 'netwright-cli-'));
  beforeAll(async () => {
    if (!(await compile())) throw new Error('the sources do not compile');
  });
  afterAll(() => {
    rmSync(folder, { recursive: true, force: true });
  });
  return {
    folder,
    netwright: (args, { cwd = folder, onOutput, onStart } = {}) =>
      new Promise((resolve, reject) => {
        const child = spawn(process.execPath, [join(root, 'dist/bundle/main.js'), ...args], {
          cwd,
          env: { ...process.env, FORCE_COLOR: '1', CI: '1' },
          stdio: ['ignore', 'pipe', 'pipe'],
        });
        let stdout = '';
        let stderr = '';
        const kill = (signal: NodeJS.Signals) => child.kill(signal);
        const notify = () => onOutput?.(stdout + stderr, kill);
        child.stdout.on('data', (chunk) => {
          stdout += chunk;
          notify();
        });
        child.stderr.on('data', (chunk) => {
          stderr += chunk;
          notify();
        });
        onStart?.(kill, child.pid!);
        child.once('error', reject);
        child.once('close', (code, signal) =>
          resolve({ code: code ?? 128 + constants.signals[signal!], stdout, stderr }),
        );
      }),
  };
}
