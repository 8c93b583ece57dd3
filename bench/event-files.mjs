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
  options: { events: { type: 'string', default: '500000' }, rounds: { type: 'string', default: '5' } },
});
const events = Number(options.events);
const rounds = Number(options.rounds);
const goals = { written: 200_000, share: 0.01 };
/** Steps of an epoch. */
const batches = 100;
/** Steps of a training, and the epochs that it makes at a turn. */
const plans = {
  'mlp-tiny': { steps: 40_000, epochs: 10 },
  'mlp-small': { steps: 3000, epochs: 1 },
  'conv-small': { steps: 1200, epochs: 1 },
};
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

/** Microseconds that a step's scalars take, one after the other. */
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

/** A training that goes on for one turn of some epochs whenever it is asked to, with the log of its run or without. */
function openTraining({ network, dataset, executor, batch }, { steps, epochs }, isLogged) {
  const recipe = resolveRecipe({ batchSize: batch, steps, learningRate: 1e-4 });
  let goOn;
  let stop;
  const gate = {
    onEpochBegin({ epoch }) {
      if (epoch % epochs !== 0) return;
      stop();
      return new Promise((resolve) => {
        goOn = resolve;
      });
    },
  };
  const runFolder = mkdtempSync(join(folder, 'run-'));
  const log = new EventLog({ folder: () => runFolder, recipe, samples: dataset });
  const handlers = isLogged ? [log, gate] : [gate];
  const begun = new Promise((resolve) => {
    stop = resolve;
  });
  const ended = netwright.fit(network, { executor, recipe, loss: 'crossEntropy', train: dataset, handlers });
  return {
    begun,
    turn: () =>
      Promise.race([
        ended,
        new Promise((resolve) => {
          stop = resolve;
          goOn();
        }),
      ]),
  };
}

/** While one training waits for the other, its time stands still: it is by time that the log decides what it looks into. */
const realNow = performance.now.bind(performance);
let waited = 0;
performance.now = () => realNow() - waited;

/** Milliseconds of processor time of the turns of two trainings, with and without the log, one after the other. */
async function timeTrainings(subject, plan) {
  const trainings = { without: openTraining(subject, plan, false), with: openTraining(subject, plan, true) };
  await trainings.without.begun;
  await trainings.with.begun;
  const turns = plan.steps / (batches * plan.epochs);
  const times = { without: [], with: [] };
  for (let turn = 0; turn < turns; turn++) {
    for (const kind of turn % 2 === 0 ? ['without', 'with'] : ['with', 'without']) {
      const start = realNow();
      const time = await spent(() => trainings[kind].turn());
      if (kind === 'without') waited += realNow() - start;
      // The first turn compiles.
      if (turn > 0) times[kind].push(time);
    }
  }
  return times;
}

const sum = (numbers) => numbers.reduce((total, each) => total + each, 0);

const steps = [];
for (const [workload, plan] of Object.entries(plans)) {
  const subject = await openSubject(workload, { batches });
  const times = [];
  const added = [];
  for (let round = 0; round < rounds; round++) {
    const { without, with: logged } = await timeTrainings(subject, plan);
    times.push(...without);
    added.push(sum(logged) / sum(without) - 1);
  }
  await subject.release();
  const stepMicroseconds = (1000 * median(times)) / (batches * plan.epochs);
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
