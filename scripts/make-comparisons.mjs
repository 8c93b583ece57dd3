/**
 * Writes the tables of docs/comparisons.md: runs the command in front of each marker and puts what it writes between the
 * markers. Trainings that were made before are kept in runs/; the whole takes minutes. Usage: node scripts/make-comparisons.mjs
 */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { compile } from './compile.mjs';
import { inRoot, runNode } from './house.mjs';

const page = inRoot('docs', 'comparisons.md');
const section = /```sh\n([^`]*)```\n\n<!-- table -->\n.*?<!-- \/table -->/gs;

/** Runs the lines of a section; the last one writes the table. Resolves to that. */
async function tableOf(commands) {
  const folder = mkdtempSync(join(tmpdir(), 'netwright-table-'));
  const output = join(folder, 'table.md');
  try {
    const lines = commands.trim().split('\n');
    for (const [index, line] of lines.entries()) {
      const args = line.trim().split(/\s+/).slice(2);
      const more = index === lines.length - 1 ? ['--output', output] : [];
      const code = await runNode(inRoot('dist', 'bundle', 'main.js'), [...args, ...more]);
      if (code !== 0) throw new Error(`${line} ended with ${code}`);
    }
    return readFileSync(output, 'utf8').trim();
  } finally {
    rmSync(folder, { recursive: true });
  }
}

if (!(await compile())) process.exit(1);
let text = readFileSync(page, 'utf8');
for (const [whole, commands] of [...text.matchAll(section)]) {
  const table = await tableOf(commands);
  text = text.replace(whole, () => `\`\`\`sh\n${commands}\`\`\`\n\n<!-- table -->\n${table}\n<!-- /table -->`);
  writeFileSync(page, text);
}
