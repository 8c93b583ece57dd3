/**
 * Writes the tables of speed in README.md and bench/README.md from bench/results: each stands between
 * `<!-- bench:NAME -->` and `<!-- /bench -->`. Usage: node bench/table.mjs
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { columns as diagnosisColumns, percent } from './diagnosis-figures.mjs';
import { figure } from './measure.mjs';

const root = new URL('..', import.meta.url);
const read = (path) => readFileSync(new URL(path, root), 'utf8');

/** Pages with tables. */
export const pages = ['README.md', 'bench/README.md'];

const range = (numbers) => numbers.map(figure).join('–');
const times = (ratio, spread) => `**${figure(ratio)}x** (${range(spread)})`;
const goalOf = (goal, reached) => (goal === undefined ? '' : `${goal}x ${reached ? 'reached' : 'missed'}`);

function markdown(header, rows, ...notes) {
  const line = (cells) => `| ${cells.join(' | ')} |`;
  return [line(header), line(header.map(() => '---')), ...rows.map(line), ...notes.flatMap((note) => ['', note])].join(
    '\n',
  );
}

function trainingStep({ results, machine, cores, node }, threads) {
  const measured = results.filter((result) => result.threads === threads);
  const rows = measured.map(({ workload, description, parameters, oursMedianMs, best, bestFused, goal }) => [
    `${description}, ${parameters.toLocaleString('en-US')} parameters`,
    figure(oursMedianMs),
    best === undefined ? '–' : `${figure(best.medianMs)} (${best.variant})`,
    best === undefined ? '–' : times(best.ratio, best.ratioSpread),
    ...(threads === 1 ? [goalOf(goal, best?.ratio >= goal)] : []),
    bestFused === undefined ? '–' : `${figure(bestFused.medianMs)} (${figure(bestFused.ratio)}x)`,
    `\`${workload}\``,
  ]);
  if (measured.length === 0) return '';
  const [{ engine, peer = 'without PyTorch', rounds }] = measured;
  return markdown(
    [
      ...['network', 'netwright, ms', 'PyTorch, ms', 'ratio (spread)'],
      ...(threads === 1 ? ['goal'] : []),
      ...['PyTorch, fused Adam', 'workload'],
    ],
    rows,
    `${machine}, ${cores} cores, Node ${node}, ${engine}, ${peer}; medians of ${rounds} rounds.`,
  );
}

function javascriptPeers({ results, goal, machine, node }) {
  const shown = ({ medianMs, ratio, ratioSpread, outcome, rounds }) =>
    medianMs === undefined
      ? outcome
      : `${figure(medianMs)}: ${times(ratio, ratioSpread)}, ${rounds} ${rounds === 1 ? 'round' : 'rounds'}`;
  const rows = results.map(({ description, peers }) => [
    description,
    ...peers.map(shown),
    goalOf(
      goal,
      peers.every(({ ratio }) => ratio === undefined || ratio >= goal),
    ),
  ]);
  const versions = [...new Set(results.flatMap(({ peers }) => peers.flatMap(({ version }) => version ?? [])))];
  return markdown(
    ['network', ...results[0].peers.map(({ library, backend }) => `${library} ${backend}, ms`), 'goal'],
    rows,
    `${machine}, Node ${node}, ${results[0].engine}, ${versions.join(', ')}.`,
  );
}

function engines({ results, goal, machine, node, browser = 'no browser' }) {
  const labels = [...new Set(results.flatMap((result) => result.engines.map(({ label }) => label)))];
  const rows = results.map((result) => [
    result.description,
    figure(result.nativeMedianMs),
    ...labels.map((label) => {
      const found = result.engines.find((engine) => engine.label === label);
      return found === undefined ? '–' : `${figure(found.medianMs)}: ${times(found.ratio, found.ratioSpread)}`;
    }),
  ]);
  return markdown(
    ['network', 'native, ms', ...labels],
    rows,
    `Milliseconds, and times as long as native on one thread; WebAssembly on one thread may be ${goal}x. ${machine}, Node ${node}, ${browser}; medians of ${results[0].rounds} rounds.`,
  );
}

function processes({ results, goal }) {
  const rows = results.map(({ description, ratio, ratioSpread }) => [
    description,
    times(ratio, ratioSpread),
    goalOf(goal, ratio >= goal),
  ]);
  return markdown(['network', 'throughput of two processes over one', 'goal'], rows);
}

function firstStep({ ours, pytorch, goal, runs }) {
  const shown = ({ medianSeconds, spreadSeconds }) => `${figure(medianSeconds)} s (${range(spreadSeconds)})`;
  const beside = pytorch === undefined ? '' : ` PyTorch: ${shown(pytorch)}.`;
  return `From the start of the process to the end of the first step: **${shown(ours)}**, goal ${goal} s.${beside} Medians of ${runs} runs of \`mlp-tiny\`.`;
}

function memory({ steps, residentMegabytes, growthMegabytes }) {
  return `Resident memory over ${steps.toLocaleString('en-US')} steps of \`mlp-tiny\`, at every tenth: ${residentMegabytes.join(', ')} MB; ${growthMegabytes} MB from a fifth of them on.`;
}

function eventFiles({ goals, writtenPerSecond, readPerSecond, logMicroseconds, steps, rounds }) {
  const rate = ({ median, spread }) =>
    `**${figure(median / 1e6)} million** (${range(spread.map((each) => each / 1e6))})`;
  const share = (number) => `${(100 * number).toFixed(2)} %`;
  const rows = steps.map(({ workload, stepMicroseconds, share: scalars, added }) => [
    `\`${workload}\``,
    figure(stepMicroseconds),
    share(scalars),
    `**${share(added.median)}** (${added.spread.map(share).join(' to ')})`,
    `${100 * goals.share} % ${reached(added.median <= goals.share)}`,
  ]);
  return markdown(
    ['training', 'its step, µs', 'scalars of a step', 'the whole log, with looks inside', 'goal'],
    rows,
    `Scalars written a second: ${rate(writtenPerSecond)}, goal ${goals.written.toLocaleString('en-US')} ${reached(writtenPerSecond.median >= goals.written)}; events read a second: ${rate(readPerSecond)}. The scalars of a step take ${figure(logMicroseconds.median)} µs, one after the other. The whole log is the difference of trainings of a few seconds with and without it, which go on in turns; the first turn, which compiles, is left out. Medians of ${rounds} rounds, in processor time.`,
  );
}

const reached = (holds) => (holds ? 'reached' : 'missed');

/** The boards side by side, and below what ours takes to read what is large. */
function board({ goals, versions, compared, indexed, rounds, machine, cores, node, load }) {
  const names = Object.keys(versions);
  const cell = (measure, unit = '') =>
    measure === undefined ? '–' : `${figure(measure.median)}${unit} (${range(measure.spread)})`;
  const rows = compared.flatMap(({ description, case: name, spikes, ...results }) =>
    names.map((board) => {
      const { drawn, ...of } = results[board];
      const ours =
        board === 'netwright' ? { ...of, share: of.seconds.median / results.TensorBoard?.seconds.median } : of;
      const goal = [
        ...(ours.share > 0 && results.TensorBoard.drawn
          ? [`${goals.share} of TensorBoard's time: ${figure(ours.share)}, ${reached(ours.share <= goals.share)}`]
          : []),
        ...(board === 'netwright' && name === 'many-runs'
          ? [`whole in ${goals.manyRunsSeconds} s: ${reached(of.completeSeconds.median <= goals.manyRunsSeconds)}`]
          : []),
        ...(board === 'netwright' && of.zoomMs !== undefined
          ? [`zoom in ${goals.zoomMs} ms: ${reached(of.zoomMs.median <= goals.zoomMs)}`]
          : []),
      ];
      return [
        description,
        board,
        drawn ? cell(of.seconds) : `none in ${figure(of.seconds.median)}`,
        cell(of.completeSeconds),
        drawn ? cell(of.againSeconds) : '–',
        of.spikes === undefined ? '–' : `${of.spikes.median} of ${spikes}`,
        cell(of.zoomMs),
        figure(of.megabytesSent.median),
        `${figure(of.heapMegabytes.median)} / ${figure(of.serverMegabytes.median)}`,
        figure(of.processorSeconds.median),
        goal.join('; '),
      ];
    }),
  );
  const read = indexed.map(
    ({ case: name, description, seconds, processorSeconds, firstChartSeconds, peakMegabytes }) => [
      description,
      figure(seconds),
      figure(processorSeconds),
      figure(firstChartSeconds),
      figure(peakMegabytes),
      name === 'large'
        ? `${goals.largeSeconds} s and ${goals.largeMegabytes} MB: ${reached(seconds <= goals.largeSeconds && peakMegabytes <= goals.largeMegabytes)}`
        : '',
    ],
  );
  const against = names.map((board) => `${board} ${versions[board]}`).join(', ');
  return [
    markdown(
      [
        ...['logs', 'board', 'first chart, s', 'every point in it, s', 'opened again, s', 'spikes', 'zoom, ms'],
        ...['sent, MB', 'page / server, MB', 'processor, s', 'goal'],
      ],
      rows,
      `${against}; ${machine}, ${cores} cores, Node ${node}, load ${figure(load)}; medians of ${rounds} rounds and their spread.`,
    ),
    markdown(['netwright reads', 's', 'processor, s', 'first points, s', 'peak, MB', 'goal'], read),
  ].join('\n\n');
}

/** How good diagnoses are, for each folder of cases that figures are kept of. */
function diagnosis(kept) {
  const tables = Object.entries(kept).map(([folder, { rows, cost, machine }]) => {
    const { cases, noSignal } = rows.netwright;
    const lines = Object.entries(rows).map(([label, figures]) => [
      label,
      ...Object.keys(diagnosisColumns).map((name) => percent(figures[name])),
    ]);
    const told = cases.noSignal === 0 ? '' : ` (${percent(noSignal)} named so)`;
    const count = `\`${folder}\`: ${cases.confirmed} faulty cases, ${cases.harmless} harmless, ${cases.noSignal} without signal${told}, ${cases.mild} mild.`;
    const spent = `${figure(cost.medianSeconds)} s and ${cost.medianTrials} trainings a case (medians), ${cost.totalTrials} trainings in all; ${machine}.`;
    return markdown(['', ...Object.values(diagnosisColumns)], lines, `${count} ${spent}`);
  });
  return tables.join('\n\n');
}

/** By the name of a table, the file of results that it is made of and how. */
const tables = {
  'training-step': ['training-step', (results) => trainingStep(results, 1)],
  'training-step-two-threads': ['training-step', (results) => trainingStep(results, 2)],
  'javascript-peers': ['javascript-peers', javascriptPeers],
  engines: ['engines', engines],
  processes: ['processes', processes],
  'first-step': ['first-step', firstStep],
  memory: ['memory', memory],
  'event-files': ['event-files', eventFiles],
  board: ['board', board],
  diagnosis: ['diagnosis', diagnosis],
};

/** A page with its tables made anew. */
export function pageWithTables(page) {
  return read(page).replace(/(<!-- bench:(\S+) -->\n).*?(<!-- \/bench -->)/gs, (_match, begin, name, end) => {
    const [file, write] = tables[name];
    const path = `bench/results/${file}.json`;
    if (!existsSync(new URL(path, root))) return `${begin}${end}`;
    const table = write(JSON.parse(read(path)));
    return `${begin}${table === '' ? '' : `${table}\n`}${end}`;
  });
}

export function writeTables() {
  for (const page of pages) writeFileSync(new URL(page, root), pageWithTables(page));
}

if (process.argv[1] === new URL(import.meta.url).pathname) writeTables();
