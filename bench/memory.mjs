/**
 * Resident memory over 100 000 training steps: it must not grow. Usage: node bench/memory.mjs [steps]; results go to
 * bench/results/memory.json.
 */
import { writeResults } from './measure.mjs';
import { openSubject } from './subject.mjs';

const steps = Number(process.argv[2] ?? 100_000);
const subject = await openSubject('mlp-tiny');
const megabytes = () => Math.round(process.memoryUsage.rss() / 1e5) / 10;
const readings = [];
for (let step = 0; step <= steps; step++) {
  await subject.step();
  if (step % (steps / 10) === 0) readings.push(megabytes());
}
await subject.release();
const growth = readings.at(-1) - readings[2];
console.log(
  `resident ${readings.join(', ')} MB over ${steps} steps; ${growth.toFixed(1)} MB more than after a fifth of them`,
);
writeResults('memory', { steps, residentMegabytes: readings, growthMegabytes: Math.round(10 * growth) / 10 });
