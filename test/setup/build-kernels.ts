import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';

/** Compiles the optimizer's kernels before the first test, so that Vitest also runs on its own in a fresh checkout. */
export default function buildKernels(): void {
  const script = join(import.meta.dirname, '../../scripts/build-kernels.mjs');
  if (!existsSync(script)) return;
  const { status } = spawnSync(process.execPath, [script], { stdio: 'inherit' });
  if (status !== 0) throw new Error(`scripts/build-kernels.mjs ended with ${status}: no kernels, so no tests.`);
}
