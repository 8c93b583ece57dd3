/**
 * Data larger than a budget of memory: opening, statistics and training from disk against memory, and statistics against
 * DuckDB's own speed. Each measurement has a process of its own, whose greatest resident memory is told.
 *
 *     node bench/streaming.mjs                            1 GB of each format, in a temporary folder
 *     node bench/streaming.mjs --gigabytes 0.1 --formats csv,parquet
 */
import { execFileSync } from 'node:child_process';
import { closeSync, mkdtempSync, openSync, rmSync, statSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { DuckDBInstance } from '@duckdb/node-api';
import * as netwright from '../dist/index.js';

const { fieldStatistics, openDataset, openExecutor, resolveRecipe, sequential } = netwright;

const features = 20;
const bytesPerRow = { csv: 9 * features + 2, parquet: 4 * features, npy: 4 * features };

async function query(sql) {
  const instance = await DuckDBInstance.create(':memory:');
  const connection = await instance.connect();
  const result = await (await connection.run(sql)).getRows();
  connection.closeSync();
  instance.closeSync();
  return result;
}

async function make(format, path, gigabytes) {
  const rows = Math.round((gigabytes * 1e9) / bytesPerRow[format]);
  if (format === 'npy') {
    const header = `{'descr': '<f4', 'fortran_order': False, 'shape': (${rows}, ${features}), }`.padEnd(117);
    const file = openSync(join(path, 'x.npy'), 'w');
    writeSync(
      file,
      Buffer.concat([Buffer.from([0x93]), Buffer.from('NUMPY\x01\x00\x76\x00'), Buffer.from(`${header}\n`)]),
    );
    const chunk = Float32Array.from({ length: features * 10_000 }, () => Math.random());
    for (let row = 0; row < rows; row += 10_000) {
      writeSync(file, new Uint8Array(chunk.buffer, 0, 4 * features * Math.min(10_000, rows - row)));
    }
    closeSync(file);
    const target = openSync(join(path, 'y.npy'), 'w');
    const targetHeader = `{'descr': '|u1', 'fortran_order': False, 'shape': (${rows},), }`.padEnd(117);
    writeSync(
      target,
      Buffer.concat([Buffer.from([0x93]), Buffer.from('NUMPY\x01\x00\x76\x00'), Buffer.from(`${targetHeader}\n`)]),
    );
    writeSync(
      target,
      Uint8Array.from({ length: rows }, (_, i) => i & 1),
    );
    closeSync(target);
    return;
  }
  const columns = Array.from({ length: features }, (_, i) =>
    format === 'csv' ? `round(random(), 6)::DECIMAL(7, 6) AS c${i}` : `random()::FLOAT AS c${i}`,
  );
  const options = format === 'csv' ? '(FORMAT csv, HEADER)' : '(FORMAT parquet)';
  await query(
    `COPY (SELECT ${columns.join(', ')}, i % 2 AS label FROM range(${rows}) AS t(i)) TO '${path}' ${options}`,
  );
}

/** One measurement, in a process of its own. */
async function measure(kind, path, cacheFolder) {
  const result = {};
  const timed = async (name, work) => {
    const start = performance.now();
    const value = await work();
    result[name] = (performance.now() - start) / 1000;
    return value;
  };
  if (kind === 'duckdb') {
    const columns = Array.from({ length: features }, (_, i) => `avg(c${i}), stddev_pop(c${i}), min(c${i}), max(c${i})`);
    await timed('statistics', () => query(`SELECT ${columns.join(', ')} FROM '${path}'`));
  } else {
    const { train } = await timed('open', () => openDataset(path, { stream: kind === 'disk', cacheFolder }));
    result.rows = train.length;
    await timed('statistics', () => fieldStatistics(train, train.inputs[0].name));
    const network = sequential(
      [
        { layer: 'dense', units: 256 },
        { layer: 'dense', units: 2 },
      ],
      { inputShape: [features] },
    );
    const recipe = resolveRecipe({ batchSize: 256, steps: 1000 });
    const executor = await openExecutor({ threads: 1 });
    let rate = 0;
    const handler = { onStepEnd: (state) => (rate = state.samplesPerSecond) };
    await timed('training', () =>
      netwright.fit(network, { executor, recipe, loss: 'crossEntropy', train, handlers: [handler] }),
    );
    result.samplesPerSecond = rate;
  }
  result.peakMegabytes = process.resourceUsage().maxRSS / 1024;
  return result;
}

const { values: options, positionals } = parseArgs({
  allowPositionals: true,
  options: { gigabytes: { type: 'string', default: '1' }, formats: { type: 'string', default: 'csv,parquet,npy' } },
});

if (positionals[0] === 'measure') {
  console.log(JSON.stringify(await measure(positionals[1], positionals[2], positionals[3])));
} else {
  const folder = mkdtempSync(join(tmpdir(), 'netwright-streaming-'));
  const run = (kind, path) => {
    const output = execFileSync(process.execPath, [import.meta.filename, 'measure', kind, path, join(folder, 'cache')]);
    return JSON.parse(output.toString());
  };
  const number = (value, digits = 1) => (value === undefined ? '' : value.toFixed(digits)).padStart(10);
  try {
    for (const format of options.formats.split(',')) {
      const path = format === 'npy' ? folder : join(folder, `data.${format}`);
      await make(format, path, Number(options.gigabytes));
      const bytes = statSync(format === 'npy' ? join(path, 'x.npy') : path).size;
      console.log(`\n${format}, ${(bytes / 1e9).toFixed(2)} GB`);
      console.log('                         open s  statist. s  samples/s  peak resident MB');
      const show = (name, { open, statistics, samplesPerSecond, peakMegabytes }) =>
        console.log(
          `${name.padEnd(20)} ${number(open)}  ${number(statistics)} ${number(samplesPerSecond, 0)} ${number(peakMegabytes, 0)}`,
        );
      const own = format === 'npy' ? undefined : run('duckdb', path);
      if (own !== undefined) show("DuckDB's statistics", own);
      const first = run('disk', path);
      show('disk, first time', first);
      show('disk, again', run('disk', path));
      show('memory', run('memory', path));
      if (own !== undefined) {
        const ratio = own.statistics / (first.open + first.statistics);
        console.log(`opening and statistics, first time: ${ratio.toFixed(2)} of DuckDB's speed`);
      }
      rmSync(format === 'npy' ? join(path, 'x.npy') : path);
    }
  } finally {
    rmSync(folder, { recursive: true });
  }
}
