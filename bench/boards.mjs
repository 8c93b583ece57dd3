/** The boards that are compared: how each is started, when it can be opened, and what of its page is the chart. */
import { spawn, spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { decodeScalars } from '../dist/server/browser.js';
import { inRoot } from '../scripts/house.mjs';
import { spikeValue } from './board-logs.mjs';

/** The process and those that it started. */
function family(pid) {
  const pids = [pid];
  for (const thread of readdirSync(`/proc/${pid}/task`)) {
    const children = readFileSync(`/proc/${pid}/task/${thread}/children`, 'utf8');
    for (const child of children.split(' ').filter(Boolean)) pids.push(...family(Number(child)));
  }
  return pids;
}

/** Processor time so far, in seconds, and the most memory that was held, in MB, of a process and those it started. */
export function usage(pid) {
  let [processorSeconds, peakMegabytes] = [0, 0];
  for (const member of family(pid)) {
    const fields = readFileSync(`/proc/${member}/stat`, 'utf8')
      .replace(/^.*\) /s, '')
      .split(' ');
    processorSeconds += (Number(fields[11]) + Number(fields[12])) / 100;
    peakMegabytes += Number(/VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${member}/status`, 'utf8'))[1]) / 1024;
  }
  return { processorSeconds, peakMegabytes };
}

/** Ends a process with those that it started. */
async function end(child) {
  if (child.exitCode !== null) return;
  const ended = new Promise((resolve) => child.once('exit', resolve));
  for (const pid of family(child.pid).reverse()) process.kill(pid, 'SIGKILL');
  await ended;
}

async function postScalars(url, series, range = null) {
  const response = await fetch(`${url}api/scalars`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ series, axis: 'step', range, columns: 800 }),
  });
  const buffer = await response.arrayBuffer();
  return { bytes: buffer.byteLength, series: decodeScalars(buffer) };
}

const tops = ({ parts }) => parts.flatMap((part) => [...(part.form === 'buckets' ? part.maximum : part.value)]);

export const netwright = {
  name: 'netwright',
  version: JSON.parse(readFileSync(inRoot('package.json'), 'utf8')).version,
  /** The chart of a tag on the page. */
  chartOf: (tag) => `article[aria-label="${tag}"] .chart canvas`,
  stateOf: (tag) => `article[aria-label="${tag}"] .chart`,
  /** A zoom is redrawn after this was answered. */
  redraw: { answer: 'api/scalars' },
  drag: { top: 0.5, bottom: 0.52 },
  async start(root) {
    const child = spawn(process.execPath, [inRoot('dist', 'bundle', 'main.js'), 'board', root, '--port', '0'], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    let printed = '';
    const url = await new Promise((resolve, reject) => {
      child.stdout.on('data', (text) => {
        printed += text;
        const found = /http:\S+/.exec(printed);
        if (found !== null) resolve(found[0]);
      });
      child.once('exit', (code) => reject(new Error(`the board ended with ${code}: ${printed}`)));
    });
    return { pid: child.pid, url, page: url, close: () => end(child) };
  },
  /** Waits until everything is read. */
  async whenRead(url) {
    while ((await (await fetch(`${url}api/runs`)).json()).indexing !== null) await pause(50);
  },
  /** Spikes in what a chart of a run is drawn from. */
  async spikes(url, run, tag) {
    const { series } = await postScalars(url, [{ run, tag }]);
    return tops(series[0]).filter((value) => value === spikeValue).length;
  },
  scalars: postScalars,
};

const python = ['-m', 'tensorboard.main'];

/** The version of TensorBoard; undefined where there is none. */
function tensorboardVersion() {
  const { status, stdout } = spawnSync('python3', ['-c', 'import tensorboard; print(tensorboard.__version__)']);
  return status === 0 ? stdout.toString().trim() : undefined;
}

const freePort = () =>
  new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });

export const tensorboard = {
  name: 'TensorBoard',
  version: tensorboardVersion(),
  chartOf: () => 'line-chart .series-view > canvas',
  /** A zoom is redrawn when this changes. */
  redraw: { changes: 'line-chart-axis' },
  // A box, which it zooms to in both directions.
  drag: { top: 0.1, bottom: 0.9 },
  async start(root) {
    const port = await freePort();
    const url = `http://127.0.0.1:${port}/`;
    const child = spawn('python3', [...python, '--logdir', root, '--host', '127.0.0.1', '--port', String(port)], {
      stdio: 'ignore',
    });
    for (;;) {
      if (child.exitCode !== null) throw new Error(`TensorBoard ended with ${child.exitCode}`);
      const tags = await fetch(`${url}data/plugin/timeseries/tags`).then(
        (response) => (response.ok ? response.json() : undefined),
        () => undefined,
      );
      // A page that is opened before would stay empty until somebody reloads it.
      if (Object.keys(tags?.scalars.runTagInfo ?? {}).length > 0) break;
      await pause(20);
    }
    return { pid: child.pid, url, page: `${url}#timeseries`, close: () => end(child) };
  },
  async whenRead(url) {
    let before = '';
    for (;;) {
      const now = await (await fetch(`${url}data/plugin/timeseries/tags`)).text();
      if (now === before) return;
      before = now;
      await pause(1000);
    }
  },
  async spikes(url, run, tag) {
    const body = new URLSearchParams({ requests: JSON.stringify([{ plugin: 'scalars', tag }]) });
    const response = await fetch(`${url}experiment/defaultExperimentId/data/plugin/timeseries/timeSeries`, {
      method: 'POST',
      body,
    });
    const [{ runToSeries }] = await response.json();
    return runToSeries[run].filter(({ value }) => value === spikeValue).length;
  },
};
