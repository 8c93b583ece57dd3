/**
 * Event files: scalars written a second, events read a second, and what the log of a run adds to a training step beside
 * the looks inside, which are held to half a hundredth of the time.
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
import { EventFileReader, EventFileWriter, EventLog } from '../dist/bundle/index.js';
import { figure, median, spread, writeResults } from './measure.mjs';
import { openSubject } from './subject.mjs';

const { values: options } = parseArgs({
  options: { events: { type: 'string', default: '500000' }, rounds: { type: 'string', default: '7' } },
});
const events = Number(options.events);
const rounds = Number(options.rounds);
const goals = { written: 200_000, share: 0.01 };
const stepsOfRound = 300;
const folder = mkdtempSync(join(tmpdir(), 'netwright-bench-'));

/** Milliseconds of processor time of what is done, in this process. */
async function spent(work) {
  const before = process.cpuUsage();
  await work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}

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
rmSync(folder, { recursive: true });

const steps = [];
for (const workload of ['mlp-tiny', 'mlp-small', 'conv-small']) {
  const subject = await openSubject(workload);
  const times = [];
  for (let round = 0; round < rounds; round++) {
    const milliseconds = await spent(async () => {
      for (let i = 0; i < stepsOfRound; i++) {
        await subject.load();
        await subject.step();
      }
    });
    times.push((1000 * milliseconds) / stepsOfRound);
  }
  await subject.release();
  const stepMicroseconds = median(times);
  steps.push({ workload, stepMicroseconds, share: median(logMicroseconds) / stepMicroseconds });
}

const summary = (numbers) => ({ median: median(numbers), spread: spread(numbers) });
console.log(`${figure(median(written))} scalars written a second, ${figure(median(read))} events read a second`);
for (const { workload, stepMicroseconds, share } of steps) {
  console.log(
    `${workload}: a step of ${figure(stepMicroseconds)} µs, ${(100 * share).toFixed(2)} % of it for its scalars`,
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
