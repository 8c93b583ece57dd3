/**
 * Runs the `netwright diagnose` command of the README and writes what it answers there: its first lines into README.md, and
 * the training losses before and after into docs/images/diagnosis.svg. Run it directly.
 */
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { inRoot } from './house.mjs';

export const picture = inRoot('docs', 'images', 'diagnosis.svg');
const readme = inRoot('README.md');
const section = /(<!-- diagnosis -->\n)(.*?)(\n<!-- \/diagnosis -->)/s;

/** What stands between the marks of the README. */
export const readSection = () => section.exec(readFileSync(readme, 'utf8'))?.[2];

/** The arguments of the command in a section of the README. */
export function commandOf(text) {
  const [, words] = /^\$ npx netwright (diagnose .*)$/m.exec(text) ?? [];
  if (words === undefined) throw new Error('the section lacks a line `$ npx netwright diagnose ...`');
  return words.split(' ');
}

/** A report without its small print: no curves, no interval of seconds, no path. */
export function excerptOf(report) {
  const blocks = report.trim().split('\n\n');
  const wanted = (block) => /^(faulty|cause|fix|in Keras|score)/.test(block);
  const withoutCurve = (block) =>
    block
      .split('\n')
      .filter((line) => !/[┤│└━]|^ +1 +epoch/.test(line) && !/^(cost|report) /.test(line))
      .join('\n');
  return blocks.filter(wanted).map(withoutCurve).join('\n\n');
}

/** Training losses of the network as it is and of the repaired one, side by side: they may be of different kinds. */
export function drawOutcome({ drawCurveChart, sideBySide, svgFile }, { before, after }) {
  const chart = (title, { losses }, color) =>
    drawCurveChart({
      title,
      xLabel: 'epoch',
      fromZero: true,
      series: [{ name: 'training loss', x: losses.map((_, index) => index + 1), y: losses, color }],
    });
  return svgFile(
    sideBySide('fuel.keras', [
      chart(`as it is: R² ${before.score.toFixed(2)}`, before, '#c0392b'),
      chart(`with the fix: R² ${after.score.toFixed(2)}`, after, '#1e8449'),
    ]),
  );
}

if (process.argv[1] !== undefined && path.resolve(process.argv[1]) === fileURLToPath(import.meta.url)) {
  const { compile } = await import('./compile.mjs');
  if (!(await compile())) process.exit(1);
  const text = readSection();
  const [command] = /^\$ .*$/m.exec(text);
  const runs = mkdtempSync(path.join(tmpdir(), 'netwright-'));
  const { stdout } = spawnSync(
    process.execPath,
    [inRoot('dist', 'bundle', 'main.js'), ...commandOf(text), '--runs', runs, '--out', runs],
    { cwd: inRoot(), encoding: 'utf8' },
  );
  const diagnosis = JSON.parse(readFileSync(path.join(runs, 'report.json'), 'utf8'));
  rmSync(runs, { recursive: true });
  mkdirSync(path.dirname(picture), { recursive: true });
  writeFileSync(picture, drawOutcome(await import('../dist/charts/index.js'), diagnosis));
  const block = `\`\`\`\n${command}\n${excerptOf(stdout)}\n\`\`\``;
  writeFileSync(
    readme,
    readFileSync(readme, 'utf8').replace(section, (_, head, __, tail) => `${head}${block}${tail}`),
  );
  console.log(`README.md, docs/images/diagnosis.svg: ${diagnosis.verdict}, ${diagnosis.cost.seconds.toFixed(1)} s`);
}
