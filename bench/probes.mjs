/**
 * What a probe every 50 steps adds to training: how much longer than others the probed step takes, and the few after it,
 * which find cold caches.
 *
 *     npm run build && node bench/probes.mjs             all workloads
 *     node bench/probes.mjs mlp-tiny --rounds 7 --every 50 --histogram-bins 32 --threads 2
 *
 * Results go to bench/results/probes.json.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { parseArgs } from 'node:util';
import { openSubject } from './subject.mjs';
import { workloads } from './workloads.mjs';

const { values: options, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    rounds: { type: 'string', default: '7' },
    seconds: { type: 'string', default: '1' },
    every: { type: 'string', default: '50' },
    'histogram-bins': { type: 'string', default: '0' },
    threads: { type: 'string', default: '1' },
    engine: { type: 'string', default: 'onnxruntime-node' },
  },
});
const rounds = Number(options.rounds);
const every = Number(options.every);
const threads = Number(options.threads);
const histogramBins = Number(options['histogram-bins']);
const names = positionals.length > 0 ? positionals : Object.keys(workloads);

/** Steps from the probed one on that may take longer. */
const disturbed = 6;

const median = (numbers) => [...numbers].sort((a, b) => a - b)[Math.floor(numbers.length / 2)];

const results = [];
for (const name of names) {
  const subject = await openSubject(name, { threads, engine: options.engine });
  /** Milliseconds of each of `every` steps with loading its batch, the first of them looked into. */
  const timeSteps = async () => {
    subject.restart();
    for (let i = 0; i < 3; i++) await subject.step();
    const times = [];
    for (let i = 0; i < every; i++) {
      const start = performance.now();
      await subject.load();
      if (i === 0) await subject.probe(histogramBins);
      else await subject.step();
      times.push(performance.now() - start);
    }
    return times;
  };
  for (let i = 0; i < 3; i++) await timeSteps();
  const shares = [];
  const stepTimes = [];
  for (let round = 0; round < rounds; round++) {
    const groups = [];
    const end = performance.now() + 1000 * Number(options.seconds);
    while (performance.now() < end || groups.length < 3) groups.push(await timeSteps());
    const stepMs = median(groups.flatMap((times) => times.slice(disturbed)));
    const typical = (position) => median(groups.map((times) => times[position]));
    const added = Array.from({ length: disturbed }, (_, position) => typical(position) - stepMs);
    shares.push(added.reduce((sum, milliseconds) => sum + milliseconds, 0) / (every * stepMs));
    stepTimes.push(stepMs);
  }
  await subject.release();
  const result = {
    workload: name,
    engine: subject.engine,
    threads,
    every,
    histogramBins,
    rounds,
    stepMs: median(stepTimes),
    share: median(shares),
    shareSpread: [Math.min(...shares), Math.max(...shares)],
  };
  results.push(result);
  const percent = (share) => `${(100 * share).toFixed(1)} %`;
  console.log(
    `${name.padEnd(12)} step ${result.stepMs.toFixed(3)} ms, a probe every ${every} steps adds ${percent(result.share)}` +
      ` (${result.shareSpread.map(percent).join(' to ')})`,
  );
}
mkdirSync(new URL('./results', import.meta.url), { recursive: true });
writeFileSync(
  new URL('./results/probes.json', import.meta.url),
  `${JSON.stringify({ machine: cpus()[0].model.trim(), cores: cpus().length, node: process.version, results }, null, 2)}\n`,
);
