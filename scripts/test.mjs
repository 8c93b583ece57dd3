/**
 * `npm test`: installs what is missing, builds, and runs the tests, lint and type check among them. Arguments go to
 * Vitest: `npm test -- src/graph`. The last line is always `N passed, N failed, N skipped`.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { compile } from './compile.mjs';
import { ensureInstalled } from './ensure-installed.mjs';
import { exitOf, inRoot, root } from './house.mjs';

const closingLine = /^\d+ passed, \d+ failed, \d+ skipped$/;

/** Runs Vitest, holds its closing line back until everything else is printed, and makes one up if it crashed. */
async function runTests(args) {
  const vitest = inRoot('node_modules', 'vitest', 'vitest.mjs');
  const color = process.stdout.isTTY && process.env.NO_COLOR === undefined ? '--color' : '--no-color';
  const child = spawn(process.execPath, [vitest, 'run', color, ...args], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let closing = '0 passed, 1 failed, 0 skipped';
  const lines = createInterface({ input: child.stdout });
  lines.on('line', (line) => {
    if (closingLine.test(line)) closing = line;
    else console.log(line);
  });
  const [code] = await Promise.all([exitOf(child), once(lines, 'close')]);
  console.log(closing);
  return code;
}

await ensureInstalled();
if (await compile()) {
  process.exitCode = await runTests(process.argv.slice(2));
} else {
  console.log('The build failed, so no test was run.\n0 passed, 1 failed, 0 skipped');
  process.exitCode = 1;
}
