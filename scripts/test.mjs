/**
 * `npm test`: installs what is missing, builds, and runs the tests, lint and type check among them. Arguments go to
 * Vitest: `npm test -- src/graph`. The last line is always `N passed, N failed, N skipped`.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { compile } from './compile.mjs';
import { ensureChromium, ensureInstalled } from './ensure-installed.mjs';
import { exitOf, inRoot, root } from './house.mjs';

const closingLine = /^\d+ passed, \d+ failed, \d+ skipped$/;
const nothingRan = '0 passed, 1 failed, 0 skipped';

/** Runs Vitest, holds its closing line back until everything else is printed, and makes one up if it crashed. */
async function runTests(args) {
  const vitest = inRoot('node_modules', 'vitest', 'vitest.mjs');
  const colorful = process.stdout.isTTY && process.env.NO_COLOR === undefined;
  const child = spawn(process.execPath, [vitest, 'run', ...(colorful ? ['--color'] : []), ...args], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'inherit'],
    env: colorful ? process.env : { ...process.env, NO_COLOR: '1' },
  });
  let closing = nothingRan;
  const lines = createInterface({ input: child.stdout });
  lines.on('line', (line) => {
    if (closingLine.test(line)) closing = line;
    else console.log(line);
  });
  const [code] = await Promise.all([exitOf(child), once(lines, 'close')]);
  console.log(closing);
  return code;
}

if ((await ensureInstalled()) && (await ensureChromium()) && (await compile())) {
  process.exitCode = await runTests(process.argv.slice(2));
} else {
  console.log(`No test was run, for the reason above.\n${nothingRan}`);
  process.exitCode = 1;
}
