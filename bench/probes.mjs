/**
 * Times training with a probe every 50 steps against training without, the two taking turns in one run.
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

const median = (numbers) => [...numbers].sort((a, b) => a - b)[Math.floor(numbers.length / 2)];

const results = [];
for (const name of names) {
  const subject = await openSubject(name, { threads, engine: options.engine });
  /** Milliseconds of each of `every` steps, the first of them looked into or not. */
  const timeSteps = async (probed) => {
    subject.restart();
    const times = [];
    for (let i = 0; i < every; i++) {
      const start = performance.now();
      if (probed && i === 0) await subject.probe(histogramBins);
      else await subject.step();
      times.push(performance.now() - start);
    }
    return times;
  };
  /** The sum over positions of the median time there: steps slowed by the probe before them count, garbage does not. */
  const typical = (groups) =>
    groups[0].reduce((sum, _, position) => sum + median(groups.map((times) => times[position])), 0);
  for (const probed of [true, false, true, false]) await timeSteps(probed);
  const shares = [];
  const plainTimes = [];
  for (let round = 0; round < rounds; round++) {
    const plain = [];
    const probed = [];
    const end = performance.now() + 1000 * Number(options.seconds);
    // One of each by turns, so that both meet the same noise.
    while (performance.now() < end || plain.length < 5) {
      plain.push(await timeSteps(false));
      probed.push(await timeSteps(true));
    }
    shares.push(typical(probed) / typical(plain) - 1);
    plainTimes.push(typical(plain) / every);
  }
  await subject.release();
  const result = {
    workload: name,
    engine: subject.engine,
    threads,
    every,
    histogramBins,
    rounds,
    stepMs: median(plainTimes),
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
