/** Writes the tables of the README from bench/results. Usage: node bench/table.mjs; with --check it only compares. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';

const root = new URL('..', import.meta.url);
const read = (path) => readFileSync(new URL(path, root), 'utf8');

/** The table of bench/results/training-step.json in Markdown. */
export function trainingStepTable() {
  if (!existsSync(new URL('bench/results/training-step.json', root))) return '';
  const { machine, cores, node, results } = JSON.parse(read('bench/results/training-step.json'));
  const number = (value) => (value === undefined ? '–' : value >= 10 ? value.toFixed(1) : value.toPrecision(2));
  const rows = results.map((result) => {
    const { workload, description, parameters, oursMedianMs, peerMedianMs, peerVariant, ratio, ratioSpread } = result;
    const fused = `${number(result.peerFusedMedianMs)} (${number(result.ratioFused)}x)`;
    const spread = ratioSpread.map((value) => number(value)).join('–');
    return `| ${description}, ${parameters.toLocaleString('en-US')} parameters | ${number(oursMedianMs)} | ${number(peerMedianMs)} (${peerVariant}) | **${number(ratio)}x** (${spread}) | ${fused} | \`${workload}\` |`;
  });
  return [
    '| network | netwright, ms | PyTorch, ms | ratio (spread) | PyTorch, fused Adam | workload |',
    '| --- | --- | --- | --- | --- | --- |',
    ...rows,
    '',
    `${machine}, ${cores} cores, ${results[0].threads} thread, Node ${node}, ${results[0].engine}, ${results[0].peer}; medians of ${results[0].rounds} rounds.`,
  ].join('\n');
}

const markers = /(<!-- bench:training-step -->\n).*?(<!-- \/bench -->)/s;

/** The README with its table made anew. */
export function readmeWithTable() {
  const table = trainingStepTable();
  return read('README.md').replace(
    markers,
    (_match, begin, end) => `${begin}${table === '' ? '' : `${table}\n`}${end}`,
  );
}

if (process.argv[1] === new URL(import.meta.url).pathname) writeFileSync(new URL('README.md', root), readmeWithTable());
