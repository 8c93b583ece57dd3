/**
 * How fast `netwright board` reads event files and answers charts: time from the start of the process until the first chart
 * and until everything is read, time of a chart of what is read, and the most memory the process held.
 * Usage: node bench/board-index.mjs [--case NAME] [--gigabytes N]
 */
import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { EventFileWriter } from '../dist/records/index.js';
import { decodeScalars } from '../dist/server/browser.js';
import { inRoot } from '../scripts/house.mjs';

const { values: options } = parseArgs({ options: { case: { type: 'string' }, gigabytes: { type: 'string' } } });
const gigabytes = Number(options.gigabytes ?? 2);
const spikes = 20;

function writer(folder) {
  return new EventFileWriter(folder, { flushMilliseconds: 1e9 });
}

/** Numbers that need no generator of their own to be the same every time. */
const noise = (i) => ((i * 2_654_435_761) % 4_294_967_296) / 4_294_967_296;

/** One tag of a run: `points`, of which a few stand out. */
function writeCurve(folder, tags, points) {
  const file = writer(folder);
  for (let step = 0; step < points; step++) {
    const isSpike = step % Math.floor(points / spikes) === 12_345 % Math.floor(points / spikes);
    for (const tag of tags) file.scalar(tag, isSpike ? 100 : noise(step), step, 1.8e9 + step / 100);
  }
  file.close();
}

/** What a training writes: twenty scalars a step, now and then histograms and a picture. */
function writeLarge(folder, bytes) {
  const file = writer(folder);
  const buckets = Float64Array.from({ length: 90 }, (_, i) => i);
  const image = Uint8Array.from({ length: 20_000 }, (_, i) => noise(i) * 256);
  const tags = Array.from({ length: 20 }, (_, i) => `layer_${i}/gradient_norm`);
  let written = 0;
  for (let step = 0; written < bytes; step++) {
    const wallTime = 1.8e9 + step / 100;
    for (const tag of tags) file.scalar(tag, noise(step), step, wallTime);
    written += 65 * tags.length;
    if (step % 20 === 0) {
      for (const tag of tags) file.histogram(tag.replace('gradient_norm', 'weights'), buckets, step, wallTime);
      written += 800 * tags.length;
    }
    if (step % 50 === 0) {
      file.image('sample', { width: 100, height: 100, images: [image] }, step, wallTime);
      written += 20_100;
    }
  }
  file.close();
}

const cases = {
  'one-tag': {
    description: '1 tag x 1 000 000 points',
    write: (root) => writeCurve(join(root, 'run'), ['loss'], 1_000_000),
    series: [{ run: 'run', tag: 'loss' }],
  },
  'ten-tags': {
    description: '10 tags x 100 000 points',
    write: (root) =>
      writeCurve(
        join(root, 'run'),
        Array.from({ length: 10 }, (_, i) => `tag/${i}`),
        100_000,
      ),
    series: Array.from({ length: 10 }, (_, i) => ({ run: 'run', tag: `tag/${i}` })),
  },
  'many-runs': {
    description: '1 000 runs x 1 000 points',
    write: (root) => {
      for (let run = 0; run < 1000; run++) writeCurve(join(root, `run-${run}`), ['loss'], 1000);
    },
    series: Array.from({ length: 1000 }, (_, run) => ({ run: `run-${run}`, tag: 'loss' })),
  },
  'many-tags': {
    description: '100 000 tags x 5 points',
    write: (root) =>
      writeCurve(
        join(root, 'run'),
        Array.from({ length: 100_000 }, (_, i) => `group_${i % 100}/tag_${i}`),
        5,
      ),
    series: [{ run: 'run', tag: 'group_1/tag_1' }],
  },
  large: {
    description: `one file of ${gigabytes} GB`,
    write: (root) => writeLarge(join(root, 'run'), gigabytes * 1e9),
    series: [{ run: 'run', tag: 'layer_3/gradient_norm' }],
  },
};

/** Time that a process was on the processors, all of its threads together. */
function cpuSeconds(pid) {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8')
    .replace(/^.*\) /, '')
    .split(' ');
  return (Number(fields[11]) + Number(fields[12])) / 100;
}

async function measure(name, { description, write, series }) {
  const root = mkdtempSync(join(tmpdir(), 'netwright-bench-board-'));
  try {
    write(root);
    const start = performance.now();
    const board = spawn(process.execPath, [inRoot('dist', 'bundle', 'main.js'), 'board', root, '--port', '0']);
    try {
      let printed = '';
      await new Promise((resolve, reject) => {
        board.stdout.on('data', (text) => {
          printed += text;
          if (printed.includes('Ctrl-C')) resolve();
        });
        board.once('exit', (code) => reject(new Error(`the board ended with ${code}: ${printed}`)));
      });
      const url = /http:\S+/.exec(printed)[0];
      const chart = async () => {
        const begin = performance.now();
        const body = JSON.stringify({ series, axis: 'step', range: null, columns: 800 });
        const headers = { 'content-type': 'application/json' };
        const response = await fetch(`${url}api/scalars`, { method: 'POST', headers, body });
        const buffer = await response.arrayBuffer();
        return { ms: performance.now() - begin, bytes: buffer.byteLength, answer: decodeScalars(buffer) };
      };
      let firstChart;
      let slowest = 0;
      for (;;) {
        const { ms, answer } = await chart();
        if (answer.every(({ points }) => points > 0)) firstChart ??= performance.now() - start;
        const { indexing } = await (await fetch(`${url}api/runs`)).json();
        slowest = Math.max(slowest, ms);
        if (indexing === null) break;
        await new Promise((resolve) => setTimeout(resolve, 250));
      }
      const indexed = performance.now() - start;
      firstChart ??= indexed;
      const indexedCpu = cpuSeconds(board.pid);
      const charts = [];
      for (let i = 0; i < 5; i++) charts.push(await chart());
      const [middle] = charts.sort((a, b) => a.ms - b.ms).slice(2);
      const found = middle.answer[0].parts[0];
      const tops = found.form === 'buckets' ? found.maximum : found.value;
      const peak = Number(/VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${board.pid}/status`, 'utf8'))[1]) / 1024;
      const result = {
        case: name,
        description,
        firstChartSeconds: firstChart / 1000,
        indexedSeconds: indexed / 1000,
        indexedCpuSeconds: indexedCpu,
        chartMs: middle.ms,
        slowestChartWhileIndexingMs: slowest,
        chartBytes: middle.bytes,
        spikesSeen: tops.filter((value) => value === 100).length,
        peakMegabytes: peak,
      };
      console.log(
        `${description}: first chart ${result.firstChartSeconds.toFixed(2)} s, all read ${result.indexedSeconds.toFixed(2)} s ` +
          `(${indexedCpu.toFixed(2)} s of processor time), ` +
          `a chart ${middle.ms.toFixed(0)} ms (${(middle.bytes / 1e3).toFixed(0)} kB, ${result.spikesSeen} spikes), ` +
          `at most ${slowest.toFixed(0)} ms meanwhile, ${peak.toFixed(0)} MB`,
      );
      return result;
    } finally {
      board.removeAllListeners('exit');
      board.kill();
    }
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
}

const results = [];
for (const [name, subject] of Object.entries(cases)) {
  if (options.case === undefined || options.case === name) results.push(await measure(name, subject));
}
if (options.case === undefined) {
  mkdirSync(inRoot('bench', 'results'), { recursive: true });
  const machine = cpus()[0]?.model;
  const record = { node: process.version, machine, cores: cpus().length, load: loadavg()[0], results };
  writeFileSync(inRoot('bench', 'results', 'board-index.json'), `${JSON.stringify(record, null, 2)}\n`);
}
