/**
 * Event files: scalars written a second, events read a second, what the scalars of a training step take, and what the log of
 * a run as a whole, with its looks inside, adds to a training: the same training with and without it, in turns.
 *
 *     npm run bench -- event-files
 *     node bench/event-files.mjs --events 1000000 --rounds 5
 *
 * All in processor time, of which other programs take none away. Results go to bench/results/event-files.json.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import * as netwright from '../dist/bundle/index.js';
import { figure, median, spread, writeResults } from './measure.mjs';
import { openSubject } from './subject.mjs';

const { EventFileReader, EventFileWriter, EventLog, resolveRecipe } = netwright;
const { values: options } = parseArgs({
  options: { events: { type: 'string', default: '500000' }, rounds: { type: 'string', default: '7' } },
});
const events = Number(options.events);
const rounds = Number(options.rounds);
const goals = { written: 200_000, share: 0.01 };
/** Steps that are measured of a training, and as many before them, in which the credit is spent that looks begin with. */
const measuredSteps = { 'mlp-tiny': 40_000, 'mlp-small': 1500, 'conv-small': 600 };
const folder = mkdtempSync(join(tmpdir(), 'netwright-bench-'));

/** Milliseconds of processor time of what is done, in this process. */
async function spent(work) {
  const before = process.cpuUsage();
  await work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}

const summary = (numbers) => ({ median: median(numbers), spread: spread(numbers) });
const percent = (share) => `${(100 * share).toFixed(2)} %`;

const written = [];
const read = [];
for (let round = 0; round < rounds; round++) {
  const writer = new EventFileWriter(folder);
  const writing = await spent(() => {
    for (let step = 1; step <= events; step++) writer.scalar('loss/train', 1 / step, step);
    writer.close();
  });
  let seen = 0;
  const reading = await spent(async () => {
    for await (const { scalars } of new EventFileReader(writer.path).read()) seen += scalars.length;
  });
  if (seen !== events) throw new Error(`${seen} of ${events} events were read`);
  written.push((1000 * events) / writing);
  read.push((1000 * events) / reading);
}

/** Microseconds that a step's scalars take. */
async function logSteps() {
  const log = new EventLog({ folder: () => folder, recipe: {} });
  const state = { step: 0, loss: 0.5, gradientNorm: 1, learningRate: 1e-3 };
  const milliseconds = await spent(() => {
    for (let step = 1; step <= events; step++) {
      state.step = step;
      log.onStepEnd(state);
    }
    log.onStop(state, { kind: 'completed' });
  });
  return (1000 * milliseconds) / events;
}
const logMicroseconds = [];
for (let round = 0; round < rounds; round++) logMicroseconds.push(await logSteps());

/** Microseconds of processor time that a step of a training takes, with the log of its run or without. */
async function timeTraining({ network, dataset, executor, batch }, measured, isLogged) {
  const recipe = resolveRecipe({ batchSize: batch, steps: 2 * measured, learningRate: 1e-4 });
  let begin;
  let taken;
  const clock = {
    onStepEnd({ step }) {
      if (step === measured) begin = process.cpuUsage();
      if (step === 2 * measured) taken = process.cpuUsage(begin);
    },
  };
  const runFolder = mkdtempSync(join(folder, 'run-'));
  const log = new EventLog({ folder: () => runFolder, recipe, samples: dataset });
  const handlers = isLogged ? [log, clock] : [clock];
  await netwright.fit(network, { executor, recipe, loss: 'crossEntropy', train: dataset, handlers });
  return (taken.user + taken.system) / measured;
}

const steps = [];
for (const [workload, measured] of Object.entries(measuredSteps)) {
  const subject = await openSubject(workload, { batches: 100 });
  const times = { without: [], with: [] };
  for (let round = 0; round < rounds; round++) {
    const inTurn = round % 2 === 0 ? ['without', 'with'] : ['with', 'without'];
    for (const kind of inTurn) times[kind].push(await timeTraining(subject, measured, kind === 'with'));
  }
  await subject.release();
  const added = times.with.map((time, round) => time / times.without[round] - 1);
  const stepMicroseconds = median(times.without);
  steps.push({ workload, stepMicroseconds, share: median(logMicroseconds) / stepMicroseconds, added: summary(added) });
}
rmSync(folder, { recursive: true });

console.log(`${figure(median(written))} scalars written a second, ${figure(median(read))} events read a second`);
for (const { workload, stepMicroseconds, share, added } of steps) {
  console.log(
    `${workload}: a step of ${figure(stepMicroseconds)} µs, ${percent(share)} of it for its scalars; ` +
      `with the whole log a training takes ${percent(added.median)} more (${added.spread.map(percent).join(' to ')})`,
  );
}
writeResults('event-files', {
  goals,
  rounds,
  events,
  writtenPerSecond: summary(written),
  readPerSecond: summary(read),
  logMicroseconds: summary(logMicroseconds),
  steps,
});
