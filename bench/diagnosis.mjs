/**
 * Diagnoses every case of a folder and tells how good that was; see README.md for the form of a case.
 *
 *     npm run bench:diagnosis -- zoo
 *     npm run bench:diagnosis -- FOLDER [--only ID,ID] [--workers 2] [--budget 60s] [--out FILE] [--no-baselines] [--update]
 *
 * Fails where a figure fell below that in results/diagnosis.json; --update keeps the new ones. What a case gave is cached
 * until the code, the case or the options change, so that an interrupted run goes on where it ended.
 */
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { basename, join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { compile } from '../scripts/compile.mjs';
import { ensureInstalled } from '../scripts/ensure-installed.mjs';
import { inRoot } from '../scripts/house.mjs';
import { alwaysFaulty, answerOf, columns, fallen, figuresOf, isRepaired, percent } from './diagnosis-figures.mjs';
import { figure, median } from './measure.mjs';
import { caseIds, filesOf, readCase, zooFolder } from './open-case.mjs';
import { writeTables } from './table.mjs';

const usage =
  'npm run bench:diagnosis -- FOLDER [--only ID,ID] [--workers N] [--budget 60s] [--out FILE] [--no-baselines] [--update]';
const keptAt = inRoot('bench', 'results', 'diagnosis.json');
/** A case that takes longer is ended and counts as not answered. */
const longestMs = 20 * 60_000;

function readOptions() {
  const { values, positionals } = parseArgs({
    options: {
      only: { type: 'string' },
      workers: { type: 'string', default: '2' },
      budget: { type: 'string' },
      out: { type: 'string' },
      'no-baselines': { type: 'boolean', default: false },
      update: { type: 'boolean', default: false },
    },
    allowPositionals: true,
  });
  if (positionals.length !== 1) throw new Error('one folder of cases is needed');
  const workers = Number(values.workers);
  if (!(Number.isInteger(workers) && workers > 0))
    throw new Error(`--workers '${values.workers}' is no whole number above 0`);
  const budget = values.budget === undefined ? undefined : /^(\d+)s?$/.exec(values.budget)?.[1];
  if (values.budget !== undefined && budget === undefined)
    throw new Error(`--budget '${values.budget}' is no time like 60s`);
  if (values.update && values.only !== undefined)
    throw new Error('--update keeps figures of whole folders: leave --only out');
  return {
    ...values,
    folder: positionals[0] === zooFolder ? zooFolder : resolve(positionals[0]),
    workers,
    seconds: budget,
  };
}

function readCases({ folder, only }) {
  const ids = caseIds(folder);
  const wanted = only?.split(',') ?? ids;
  const unknown = wanted.find((id) => !ids.includes(id));
  if (unknown !== undefined) throw new Error(`there is no case '${unknown}' in ${folder}`);
  if (wanted.length === 0) throw new Error(`there is no case in ${folder}: no folder in it holds a case.json`);
  return wanted.map((id) => readCase(join(folder, id)));
}

/** All of the built library, by its content. */
function hashOfCode() {
  const hash = createHash('sha256');
  for (const path of readdirSync(inRoot('dist'), { recursive: true }).sort())
    if (path.endsWith('.js') && !path.includes('bundle')) hash.update(readFileSync(inRoot('dist', path)));
  for (const name of ['diagnosis-case', 'open-case']) hash.update(readFileSync(inRoot('bench', `${name}.mjs`)));
  return hash.digest('hex');
}

const children = new Set();

/** What a process of its own says of a case, or why it said nothing. */
function runCase({ folder, seconds, ...options }, id) {
  const args = [inRoot('bench', 'diagnosis-case.mjs'), join(folder, id)];
  if (seconds !== undefined) args.push('--seconds', seconds);
  if (options['no-baselines']) args.push('--no-baselines');
  return new Promise((done) => {
    const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'pipe'] });
    children.add(child);
    const timer = setTimeout(() => child.kill('SIGKILL'), longestMs);
    let output = '';
    let errors = '';
    child.stdout.on('data', (data) => (output += data));
    child.stderr.on('data', (data) => (errors += data));
    child.on('close', (code) => {
      clearTimeout(timer);
      children.delete(child);
      const line = output.trim().split('\n').at(-1);
      done(
        code === 0
          ? JSON.parse(line)
          : { failure: errors.trim().split('\n').slice(-12).join('\n') || `ended with ${code}` },
      );
    });
  });
}

async function cached(key, make) {
  const folder = inRoot('.cache', 'bench-diagnosis');
  const path = join(folder, `${key}.json`);
  if (existsSync(path)) return JSON.parse(readFileSync(path, 'utf8'));
  const made = await make();
  if (made.failure === undefined) {
    mkdirSync(folder, { recursive: true });
    writeFileSync(path, JSON.stringify(made));
  }
  return made;
}

const keyOf = ({ folder, seconds, ...options }, code, id) => {
  const hash = createHash('sha256').update(`${code} ${id} ${seconds} ${options['no-baselines']}`);
  for (const file of filesOf(join(folder, id))) hash.update(readFileSync(file));
  return hash.digest('hex').slice(0, 32);
};

const scoresText = (scores) =>
  scores === undefined ? '–' : (scores.reduce((a, b) => a + b, 0) / scores.length).toFixed(3);

function printCase(theCase, result) {
  if (result.failure !== undefined) return console.log(`${theCase.id.padEnd(24)} FAILED ${result.failure}`);
  const { diagnosis, seconds, after } = result;
  const answer = answerOf(theCase, result);
  console.log(
    [
      theCase.id.padEnd(24),
      theCase.verdict.padEnd(20),
      diagnosis.verdict.padEnd(12),
      `${scoresText(diagnosis.before.scores)} → ${scoresText(after)} of ${scoresText(theCase.scoreFixed)}${after === undefined || isRepaired(theCase, after) ? '' : ' not repaired'}`,
      `named ${answer.families.join(', ') || '–'}; are ${theCase.families.join(', ') || '–'}`,
      `${diagnosis.cost.trials} trials, ${figure(seconds)} s`,
    ].join('  '),
  );
}

/** Figures of the diagnosis and of what it is compared with, over the cases that were answered. */
function summarize(answered) {
  const whole = answered.filter(({ result }) => result.failure === undefined);
  const answers = answered.map(({ theCase, result }) =>
    result.failure === undefined
      ? answerOf(theCase, result)
      : { case: theCase, verdict: 'failed', families: [], size: 0, scores: undefined },
  );
  const rows = {
    netwright: figuresOf(answers),
    'always faulty': figuresOf(alwaysFaulty(answered.map(({ theCase }) => theCase))),
  };
  for (const [name, label] of [
    ['recipe', 'whole recipe'],
    ['random', 'random search'],
  ]) {
    const compared = whole.filter(({ result }) => result.baselines !== undefined);
    if (compared.length === 0) continue;
    rows[label] = figuresOf(
      compared.map(({ theCase, result }) => ({ case: theCase, size: 0, ...result.baselines[name] })),
    );
    // The order of its causes says nothing.
    rows[label].topOne = undefined;
  }
  const seconds = whole.map(({ result }) => result.seconds);
  const trials = whole.map(({ result }) => result.diagnosis.cost.trials);
  return {
    rows,
    cost: {
      medianSeconds: seconds.length === 0 ? undefined : median(seconds),
      totalSeconds: seconds.reduce((sum, value) => sum + value, 0),
      medianTrials: trials.length === 0 ? undefined : median(trials),
      totalTrials: trials.reduce((sum, value) => sum + value, 0),
    },
  };
}

function printSummary({ rows, cost }) {
  const { cases, noSignal, mildCalledFaulty } = rows.netwright;
  console.log(
    `\n${''.padEnd(16)}${Object.values(columns)
      .map((title) => title.padStart(14))
      .join('')}`,
  );
  for (const [label, figures] of Object.entries(rows))
    console.log(
      `${label.padEnd(16)}${Object.keys(columns)
        .map((name) => percent(figures[name]).padStart(14))
        .join('')}`,
    );
  console.log(
    `\n${cases.confirmed} faulty, ${cases.harmless} harmless, ${cases.noSignal} without signal (${percent(noSignal)} named so), ${cases.mild} mild (${percent(mildCalledFaulty)} called faulty)`,
  );
  console.log(
    `${figure(cost.medianSeconds)} s a case (median), ${figure(cost.totalSeconds)} s in all; ${cost.medianTrials ?? '–'} trainings a case (median), ${cost.totalTrials} in all`,
  );
}

const machineText = () => `${cpus()[0].model.trim()}, ${cpus().length} cores, Node ${process.version}`;

/** Compares with what is kept of this folder, or keeps it. Returns whether nothing fell. */
function ratchet(options, summary) {
  const { folder, only, update } = options;
  if (only !== undefined) return true;
  const name = basename(folder);
  const kept = existsSync(keptAt) ? JSON.parse(readFileSync(keptAt, 'utf8')) : {};
  if (update) {
    // Baselines that were not made anew stay.
    const rows = options['no-baselines'] ? { ...kept[name]?.rows, ...summary.rows } : summary.rows;
    kept[name] = { machine: machineText(), ...summary, rows };
    writeFileSync(keptAt, `${JSON.stringify(kept, null, 2)}\n`);
    writeTables();
    console.log(`kept in bench/results/diagnosis.json as '${name}'`);
    return true;
  }
  if (kept[name] === undefined) return true;
  const before = kept[name].rows.netwright;
  const worse = fallen(summary.rows.netwright, before);
  for (const figureName of worse)
    console.error(
      `${columns[figureName]} fell to ${percent(summary.rows.netwright[figureName])} from ${percent(before[figureName])}`,
    );
  return worse.length === 0;
}

async function main() {
  let options;
  let cases;
  try {
    options = readOptions();
    cases = readCases(options);
  } catch (error) {
    console.error(`${error.message}\nusage: ${usage}`);
    return 2;
  }
  if (!((await ensureInstalled()) && (await compile()))) return 1;
  const code = hashOfCode();
  const answered = [];
  process.once('SIGINT', () => {
    for (const child of children) child.kill('SIGKILL');
    console.log(`\ninterrupted after ${answered.length} of ${cases.length} cases`);
    printSummary(summarize(answered));
    process.exit(130);
  });
  const queue = [...cases];
  const work = async () => {
    for (let theCase = queue.shift(); theCase !== undefined; theCase = queue.shift()) {
      const { id } = theCase;
      const result = await cached(keyOf(options, code, id), () => runCase(options, id));
      answered.push({ theCase, result });
      printCase(theCase, result);
    }
  };
  await Promise.all(Array.from({ length: options.workers }, work));
  const summary = summarize(answered);
  printSummary(summary);
  if (options.out !== undefined) {
    const results = answered.map(({ theCase, result }) => ({ id: theCase.id, ...result }));
    writeFileSync(options.out, `${JSON.stringify({ ...summary, results }, null, 2)}\n`);
  }
  const failed = answered.some(({ result }) => result.failure !== undefined);
  return ratchet(options, summary) && !failed ? 0 : 1;
}

process.exitCode = await main();
