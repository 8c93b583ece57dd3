/**
 * Seconds and memory that opening a large ONNX file takes, in a fresh process each.
 * Usage: node bench/open-model.mjs [megabytes] [runs]
 */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createModel, encodeModel, sequential } from '../dist/index.js';

const megabytes = Number(process.argv[2] ?? 100);
const runs = Number(process.argv[3] ?? 5);
const folder = mkdtempSync(join(tmpdir(), 'netwright-open-'));
const path = join(folder, 'network.onnx');

// Layers of 4 MB each, without netwright's metadata, as a file from elsewhere is.
const layers = Array.from({ length: Math.round(megabytes / 4) }, () => ({ layer: 'dense', units: 1000 }));
writeFileSync(path, encodeModel(createModel(sequential(layers, { inputShape: [1000] }).graph)));

const child = `
  const { openNetwork } = await import(${JSON.stringify(new URL('../dist/index.js', import.meta.url).href)});
  const before = process.memoryUsage.rss();
  const cpu = process.cpuUsage();
  const start = performance.now();
  const { network } = await openNetwork(${JSON.stringify(path)});
  const seconds = (performance.now() - start) / 1000;
  const { user, system } = process.cpuUsage(cpu);
  const busy = (user + system) / 1e6;
  const peak = process.resourceUsage().maxRSS * 1024 - before;
  process.stdout.write(JSON.stringify({ seconds, busy, peak, parameters: network.parameters.length }));
`;
const results = Array.from({ length: runs }, () =>
  JSON.parse(execFileSync(process.execPath, ['--input-type=module', '-e', child], { encoding: 'utf8' })),
);
rmSync(folder, { recursive: true });
const median = (numbers) => [...numbers].sort((a, b) => a - b)[Math.floor(numbers.length / 2)];
const seconds = median(results.map((result) => result.seconds));
const busy = median(results.map((result) => result.busy));
const times = median(results.map((result) => result.peak)) / (megabytes * 1e6);
console.log(
  `${megabytes} MB, ${results[0].parameters} parameters: ${seconds.toFixed(3)} s (${busy.toFixed(3)} s of processor time), ${times.toFixed(2)} times its size`,
);
