/** What the scripts of this folder share: the root of the checkout, and running a command in it. */
import { spawn } from 'node:child_process';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = dirname(dirname(fileURLToPath(import.meta.url)));

/** A path inside the checkout. */
export const inRoot = (...parts) => join(root, ...parts);

/**
 * Runs a Node script with the checkout as its folder and the terminal as its own, and resolves to its exit code
 * (128 for a signal). Ctrl-C and termination are left to the script, which may want to save its work.
 */
export async function runNode(script, args = [], options = {}) {
  const child = spawn(process.execPath, [script, ...args], { cwd: root, stdio: 'inherit', ...options });
  const leaveToChild = () => undefined;
  const passOn = (signal) => child.kill(signal);
  process.on('SIGINT', leaveToChild);
  process.on('SIGTERM', passOn);
  try {
    return await exitOf(child);
  } finally {
    process.off('SIGINT', leaveToChild);
    process.off('SIGTERM', passOn);
  }
}

/** Resolves to the exit code of a child process once its output is closed. */
export function exitOf(child) {
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => resolve(code ?? 128));
  });
}
