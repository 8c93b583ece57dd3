/**
 * Writes `docs/causes.md`: the causes that a diagnosis knows, by symptom and by family, with links to their pages. Run it
 * directly, or import {@link causesIndex}.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { inRoot } from './house.mjs';

const target = inRoot('docs', 'causes.md');

const introduction = `# Why a network does not learn

Made by \`node scripts/make-causes-index.mjs\` from the rules in \`src/diagnosis/rules\`; do not edit.

Each cause has a page: what it is, why it matters, how it is detected, an example that the tests train both ways, the fix
in Keras, PyTorch and a recipe, and where it is written about. What a rule suspects is only suspected: a diagnosis names
no cause before a training with its remedy, or a measurement, has confirmed it.
`;

/** What people see, in the order of the index. */
export const symptoms = [
  'the loss is NaN or infinite',
  'the loss explodes or jumps',
  'the loss does not move',
  'the loss falls slowly',
  'the loss falls and then stalls',
  'accuracy is stuck at chance',
  'all answers are the same',
  'answers stay in a narrow range',
  'good in training, bad in validation',
  'good in one run, bad in the next',
  'the loss falls, the metric does not move',
];

/** The text of a rule's page. */
export const readRulePage = (name) => readFileSync(inRoot('src', 'diagnosis', 'rules', name, 'page.md'), 'utf8');

/** The symptoms that a page lists. */
export function symptomsOf(page) {
  const listed = /^Symptoms: ([^.]*)\./m.exec(page);
  if (listed === null) throw new Error('a page lacks its line of symptoms');
  return listed[1].replaceAll('\n', ' ').split('; ');
}

/**
 * The index as text.
 *
 * @param {readonly { name: string, family: string, title: string, rows: readonly string[] }[]} rules
 * @param {(name: string) => string} pageOf
 */
export function causesIndex(rules, pageOf) {
  const link = ({ name, title }) => `[${title}](../src/diagnosis/rules/${name}/page.md)`;
  const bySymptom = symptoms.flatMap((symptom) => {
    const causes = rules.filter(({ name }) => symptomsOf(pageOf(name)).includes(symptom));
    return ['', `### ${symptom[0].toUpperCase()}${symptom.slice(1)}`, '', ...causes.map((rule) => `- ${link(rule)}`)];
  });
  const rows = rules.map(
    (rule) => `| \`${rule.name}\` | ${link(rule)} | \`${rule.family}\` | ${rule.rows.join(', ')} |`,
  );
  const table = ['| rule | cause | family | article |', '| --- | --- | --- | --- |', ...rows];
  return `${introduction}\n## By symptom\n${bySymptom.join('\n')}\n\n## All causes\n\n${table.join('\n')}\n`;
}

/** The index as it stands in the docs. */
export const readIndex = () => readFileSync(target, 'utf8');

if (process.argv[1] !== undefined && path.resolve(process.argv[1]) === fileURLToPath(import.meta.url)) {
  const { compile } = await import('./compile.mjs');
  if (!(await compile())) process.exit(1);
  const { rules } = await import('../dist/diagnosis/rules/index.js');
  writeFileSync(target, causesIndex(rules, readRulePage));
  console.log(`docs/causes.md: ${rules.length} causes`);
}
