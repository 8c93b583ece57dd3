/**
 * Writes `docs/operators.md`: every operator of the catalogue, how its gradient flows, and where ONNX Runtime departs from
 * the reference. Run it directly, or import {@link operatorTable}.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { inRoot } from './house.mjs';

const exceptionsFile = inRoot('test', 'operators', 'engine-exceptions.json');
const target = inRoot('docs', 'operators.md');

const introduction = `# Operators

Made by \`node scripts/make-operator-table.mjs\` from the catalogue in \`src/ops/operators\`; do not edit.

A network is a graph of these operators. Every one has a shape rule, a float64 reference kernel and samples; on every
sample the tests compare kernel, gradient (central differences, and of the second order where there is one) and ONNX
Runtime, native and WebAssembly. What an operator takes and leaves out is said in its file.

Where a gradient is *zero*, the output is constant almost everywhere or holds integers, and none flows back; where there
is *none*, training through the operator is refused with its node and layer named. Every gradient can be differentiated
again, but for that of ReduceProd at zeros and those of recurrences whose samples differ in length, which have none.

Where several elements of a window tie for the maximum, max pooling shares the gradient equally among them, which does
not depend on their order; PyTorch gives all of it to the first. Behind a ReLU, where ties are common, both come to the
same: its gradient at 0 is 0.
`;

const sections = [
  ['', 'ONNX', 'Of opset 21, to which files of opsets 13 to 26 are converted when they are read.'],
  ['com.microsoft', 'Extensions of ONNX Runtime', 'Domain `com.microsoft`.'],
  [
    'com.microsoft.nchwc',
    'Blocked channels',
    'ONNX Runtime’s inner domain, written by a pass where the processor has the kernels.',
  ],
  [
    'netwright',
    'Of netwright itself',
    'Written by gradients and by the training form, and lowered to others before an engine runs them.',
  ],
];

/**
 * The page as text.
 *
 * @param {readonly import('../src/ops/index.ts').Operator[]} operators
 * @param {{ lacking: Record<string, string>, otherNan: Record<string, string> }} exceptions of ONNX Runtime: samples that
 *   it does not run, and operators in which a NaN goes other ways
 */
export function operatorTable(operators, { lacking, otherNan }) {
  const remarksOf = ({ opType }) =>
    [
      ...Object.entries(lacking).flatMap(([title, reason]) =>
        title.startsWith(`${opType}: `) ? [`not with ${title.slice(opType.length + 2)}: ${reason}`] : [],
      ),
      ...(opType in otherNan ? [`NaN: ${otherNan[opType]}`] : []),
    ].join('; ');
  const gradientOf = ({ gradient }) =>
    typeof gradient === 'function' ? 'yes' : gradient === 'zero' ? 'zero' : `none: ${gradient.missing}`;
  const parts = sections.flatMap(([domain, title, text]) => {
    const rows = operators
      .filter((operator) => operator.domain === domain)
      .map((operator) => `| ${operator.opType} | ${gradientOf(operator)} | ${remarksOf(operator)} |`);
    return [`\n## ${title}\n\n${text}\n`, '| operator | gradient | in ONNX Runtime |\n| --- | --- | --- |', ...rows];
  });
  const unplaced = operators.filter(({ domain }) => !sections.some(([known]) => known === domain));
  if (unplaced.length > 0) throw new Error(`no section for domain '${unplaced[0].domain}'`);
  return `${introduction}${parts.join('\n')}\n`;
}

/** What {@link operatorTable} wants beside the catalogue. */
export const readExceptions = () => JSON.parse(readFileSync(exceptionsFile, 'utf8'));

/** The page as it stands in the docs. */
export const readPage = () => readFileSync(target, 'utf8');

if (process.argv[1] !== undefined && path.resolve(process.argv[1]) === fileURLToPath(import.meta.url)) {
  const { compile } = await import('./compile.mjs');
  if (!(await compile())) process.exit(1);
  const { allOperators } = await import('../dist/ops/index.js');
  writeFileSync(target, operatorTable(allOperators, readExceptions()));
  console.log(`docs/operators.md: ${allOperators.length} operators`);
}
