/** Resident memory over 100 000 training steps: it must not grow. Usage: node bench/memory.mjs [steps] */
import { openSubject } from './subject.mjs';

const steps = Number(process.argv[2] ?? 100_000);
const subject = await openSubject('mlp-tiny');
const megabytes = () => Math.round(process.memoryUsage.rss() / 1e5) / 10;
const readings = [];
for (let step = 0; step <= steps; step++) {
  await subject.step();
  if (step % (steps / 10) === 0) {
    readings.push(megabytes());
    console.log(`step ${String(step).padStart(7)}  resident ${megabytes()} MB`);
  }
}
await subject.release();
const growth = readings.at(-1) - readings[2];
console.log(`growth after the first fifth: ${growth.toFixed(1)} MB over ${(steps * 0.8).toFixed(0)} steps`);
