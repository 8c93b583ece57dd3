/**
 * The same training step on our other engines, in times of the native one on one thread, all taking turns: WebAssembly in
 * Node and in Chromium, there on two threads as well, and for information WebGPU on Chromium's software Vulkan.
 *
 *     npm run bench -- engines; node bench/engines.mjs conv-small
 *
 * Results of a whole run go to bench/results/engines.json.
 */
import { startBrowser } from './browser.mjs';
import { figure, median, ratioOf, writeResults } from './measure.mjs';
import { openSubject } from './subject.mjs';
import { workloads } from './workloads.mjs';

const rounds = 5;
const seconds = 0.25;
/** What WebGPU is asked for, which a processor emulates slowly. */
const forWebGpu = ['mlp-tiny', 'mlp-small'];

const browser = await startBrowser();
if (browser === undefined) console.log('Chromium is not installed: engines of Node only');
const engines = {
  'WebAssembly, Node': (name) => openSubject(name, { engine: 'onnxruntime-web' }),
  ...(browser && {
    'WebAssembly, Chromium': (name) => browser.open(name, { device: 'cpu' }),
    'WebAssembly, Chromium, 2 threads': (name) => browser.open(name, { device: 'cpu', threads: 2, isolated: true }),
    'WebGPU emulated, Chromium': (name) =>
      forWebGpu.includes(name) ? browser.open(name, { device: 'webgpu' }) : undefined,
  }),
};
const names = process.argv.length > 2 ? process.argv.slice(2) : Object.keys(workloads);
const results = [];
for (const name of names) {
  const native = await openSubject(name);
  const others = [];
  for (const [label, open] of Object.entries(engines)) {
    const subject = await open(name);
    if (subject !== undefined) others.push({ label, subject, times: [] });
  }
  const own = [];
  await native.runFor(seconds);
  for (let round = 0; round < rounds; round++) {
    own.push(await native.runFor(seconds));
    for (const { subject, times } of others) times.push(await subject.runFor(seconds));
  }
  await native.release();
  for (const { subject } of others) await subject.release();
  const measured = others.map(({ label, subject, times }) => {
    return { label, engine: subject.engine, medianMs: median(times), ...ratioOf(times, own) };
  });
  const nativeMedianMs = median(own);
  results.push({ workload: name, description: workloads[name].description, rounds, nativeMedianMs, engines: measured });
  console.log(`${name.padEnd(12)} native ${figure(nativeMedianMs)} ms`);
  for (const { label, medianMs, ratio, ratioSpread } of measured) {
    console.log(
      `${' '.repeat(13)}${label}: ${figure(medianMs)} ms, ${figure(ratio)} times as long (${ratioSpread.map(figure).join('–')})`,
    );
  }
}
await browser?.close();
if (process.argv.length === 2)
  writeResults('engines', { goal: 6, browser: browser && `Chromium ${browser.version}`, results });
