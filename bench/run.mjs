/**
 * `npm run bench`: builds, measures all parts or those that are named, and makes the tables of the docs anew.
 *
 *     npm run bench
 *     npm run bench -- training-step engines
 */
import { compile } from '../scripts/compile.mjs';
import { ensureInstalled } from '../scripts/ensure-installed.mjs';
import { inRoot, runNode } from '../scripts/house.mjs';

const parts = [
  'training-step',
  'javascript-peers',
  'engines',
  'processes',
  'first-step',
  'memory',
  'event-files',
  'board',
];

const named = process.argv.slice(2);
const unknown = named.find((part) => !parts.includes(part));
if (unknown !== undefined) {
  console.error(`'${unknown}' is no part of the benchmark: ${parts.join(', ')}`);
  process.exitCode = 2;
} else {
  process.exitCode = (await ensureInstalled()) && (await compile()) ? 0 : 1;
  for (const part of named.length === 0 ? parts : named) {
    if (process.exitCode !== 0) break;
    console.log(`\n${part}`);
    process.exitCode = await runNode(inRoot('bench', `${part}.mjs`));
  }
  if (process.exitCode === 0) process.exitCode = await runNode(inRoot('bench', 'table.mjs'));
}
