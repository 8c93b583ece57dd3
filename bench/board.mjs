/**
 * `netwright board` and TensorBoard on the same files in the same Chromium, in turns: from the start of the server and from
 * the opening of the page until a chart is on the screen, spikes that survive, redrawing at a zoom, bytes and memory.
 * Then ours alone on what takes long: 100 000 tags, and a file of 2 GB. Without TensorBoard only ours is measured.
 *
 *     npm run bench -- board
 *     node bench/board.mjs --case one-tag --rounds 3 --gigabytes 2
 *
 * Results go to bench/results/board.json.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { chromium } from 'playwright-core';
import { findChromium } from '../scripts/find-chromium.mjs';
import { logs, spikes, writeCurves, writeTraining } from './board-logs.mjs';
import { preparePage, zoomTimes } from './board-page.mjs';
import { netwright, tensorboard, usage } from './boards.mjs';
import { figure, median, spread, writeResults } from './measure.mjs';

const { values: options } = parseArgs({
  options: {
    case: { type: 'string' },
    rounds: { type: 'string', default: '3' },
    gigabytes: { type: 'string', default: '2' },
  },
});
const rounds = Number(options.rounds);
const gigabytes = Number(options.gigabytes);
const goals = { share: 0.2, zoomMs: 100, manyRunsSeconds: 2, largeSeconds: 20, largeMegabytes: 500 };
const executablePath = findChromium();
const boards = tensorboard.version === undefined ? [netwright] : [netwright, tensorboard];

/** A folder with what `write` puts there, while `use` runs. */
async function withFolder(write, use) {
  const root = mkdtempSync(join(tmpdir(), 'netwright-bench-board-'));
  try {
    write(root);
    return await use(root);
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
}

/** One round of one board: from its start until its chart is on the screen. */
async function showChart(browser, board, root, { tag, points, run = 'run' }) {
  const page = await preparePage(browser);
  const begin = performance.now();
  const served = await board.start(root);
  try {
    const opened = performance.now();
    await page.open(served.page);
    const isDrawn = await page.waitForInk(board.chartOf(tag));
    const drawn = performance.now();
    const { processorSeconds } = usage(served.pid);
    if (isDrawn && board === netwright) await page.settle(`${board.stateOf(tag)}[data-points="${points}"]`);
    const complete = performance.now();
    await board.whenRead(served.url);
    const round = {
      drawn: isDrawn,
      seconds: (drawn - begin) / 1000,
      pageSeconds: (drawn - opened) / 1000,
      ...(board === netwright ? { completeSeconds: (complete - begin) / 1000 } : {}),
      processorSeconds,
      megabytesSent: page.bytes / 1e6,
      heapMegabytes: await page.heapMegabytes(),
      ...(run === null ? {} : { spikes: await board.spikes(served.url, run, tag) }),
    };
    if (isDrawn && run !== null) round.zoomMs = median(await zoomTimes(page, board, tag));
    await page.close();
    // Again in the same browser on a board that has read everything.
    const second = await preparePage(browser);
    const again = performance.now();
    await second.open(served.page);
    round.againSeconds = (await second.waitForInk(board.chartOf(tag))) ? (performance.now() - again) / 1000 : undefined;
    await second.close();
    return { ...round, serverMegabytes: usage(served.pid).peakMegabytes };
  } finally {
    await served.close();
  }
}

const summarize = (all) => ({ median: median(all), spread: spread(all) });

/** The measures of all rounds as medians and spreads; what a round lacks is left out. */
function summaryOf(measured) {
  const names = Object.keys(measured[0]).filter((name) => typeof measured[0][name] === 'number');
  const summary = Object.fromEntries(names.map((name) => [name, summarize(measured.map((round) => round[name]))]));
  return { drawn: measured.every(({ drawn }) => drawn), rounds: measured.length, ...summary };
}

async function compare(name, log) {
  return withFolder(log.write, async (root) => {
    const measured = new Map(boards.map((board) => [board, []]));
    for (let round = 0; round < rounds; round++) {
      for (const board of boards) {
        const before = measured.get(board);
        // Where nothing was drawn before, nothing will be.
        if (before.some(({ drawn }) => !drawn)) continue;
        const browser = await chromium.launch({ executablePath, args: ['--no-sandbox'] });
        before.push(await showChart(browser, board, root, log));
        await browser.close();
      }
    }
    const result = { case: name, description: log.description, spikes };
    for (const board of boards) {
      const summary = summaryOf(measured.get(board));
      result[board.name] = summary;
      const { drawn, seconds, pageSeconds, againSeconds, zoomMs, megabytesSent, heapMegabytes } = summary;
      console.log(
        `${log.description}, ${board.name}: ` +
          (drawn
            ? `chart after ${figure(seconds.median)} s (${seconds.spread.map(figure).join('–')}), ` +
              (summary.completeSeconds === undefined
                ? ''
                : `whole after ${figure(summary.completeSeconds.median)} s, `) +
              `${figure(pageSeconds.median)} s of them since the page was opened, ${figure(againSeconds.median)} s when opened again, `
            : `no chart within ${figure(pageSeconds.median)} s, `) +
          (summary.spikes === undefined ? '' : `${summary.spikes.median} of ${spikes} spikes, `) +
          (zoomMs === undefined ? '' : `zoom ${figure(zoomMs.median)} ms, `) +
          `${figure(summary.processorSeconds.median)} s of processor time, ` +
          `${figure(megabytesSent.median)} MB sent, ${figure(heapMegabytes.median)} MB of JavaScript, ${figure(summary.serverMegabytes.median)} MB in the server`,
      );
    }
    return result;
  });
}

/** Ours alone, without a page: until everything is read, with what it takes. */
async function index(name, description, series, write) {
  return withFolder(write, async (root) => {
    const begin = performance.now();
    const served = await netwright.start(root);
    try {
      let slowestChartMs = 0;
      let firstChartSeconds;
      for (let indexing = {}; indexing !== null; ) {
        const asked = performance.now();
        const { series: found } = await netwright.scalars(served.url, [series]);
        slowestChartMs = Math.max(slowestChartMs, performance.now() - asked);
        if (found[0].points > 0) firstChartSeconds ??= (performance.now() - begin) / 1000;
        ({ indexing } = await (await fetch(`${served.url}api/runs`)).json());
        await new Promise((resolve) => setTimeout(resolve, 100));
      }
      const seconds = (performance.now() - begin) / 1000;
      const { processorSeconds, peakMegabytes } = usage(served.pid);
      const result = {
        case: name,
        description,
        seconds,
        firstChartSeconds,
        processorSeconds,
        peakMegabytes,
        slowestChartMs,
      };
      console.log(
        `${description}: read in ${figure(seconds)} s (${figure(processorSeconds)} s of processor time), first points after ` +
          `${figure(firstChartSeconds)} s, ${figure(peakMegabytes)} MB, a chart meanwhile at most ${figure(slowestChartMs)} ms`,
      );
      return result;
    } finally {
      await served.close();
    }
  });
}

const isChosen = (name) => options.case === undefined || options.case === name;
if (tensorboard.version === undefined)
  console.log('TensorBoard is not installed (pip install tensorboard==2.21.0): ours alone');
const compared = [];
if (executablePath === undefined) console.log('There is no Chromium: nothing is drawn');
else for (const [name, log] of Object.entries(logs)) if (isChosen(name)) compared.push(await compare(name, log));
const indexed = [];
if (isChosen('many-tags')) {
  const tags = Array.from({ length: 100_000 }, (_, i) => `group_${i % 100}/tag_${i}`);
  const series = { run: 'run', tag: tags[1] };
  indexed.push(
    await index('many-tags', '100 000 tags x 5 points', series, (root) => writeCurves(join(root, 'run'), tags, 5)),
  );
}
if (isChosen('large') && gigabytes > 0) {
  const series = { run: 'run', tag: 'layer_3/gradient_norm' };
  const write = (root) => writeTraining(join(root, 'run'), gigabytes * 1e9);
  indexed.push(await index('large', `one file of ${gigabytes} GB`, series, write));
}
if (options.case === undefined) {
  const versions = Object.fromEntries(boards.map(({ name, version }) => [name, version]));
  writeResults('board', { goals, versions, load: loadavg()[0], rounds, compared, indexed });
}
