/** `npm run bench`: builds, times the training step of every workload against PyTorch, and updates the README's table. */
import { compile } from '../scripts/compile.mjs';
import { ensureInstalled } from '../scripts/ensure-installed.mjs';
import { inRoot, runNode } from '../scripts/house.mjs';

const ready = (await ensureInstalled()) && (await compile());
process.exitCode = ready ? await runNode(inRoot('bench', 'training-step.mjs'), process.argv.slice(2)) : 1;
if (process.exitCode === 0) process.exitCode = await runNode(inRoot('bench', 'table.mjs'), []);
