import { appendFileSync, mkdirSync, readdirSync, renameSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { writeParquet } from '../../test/fixtures/data/parquet.ts';
import { fixture, temporaryFolder } from '../../test/fixtures/data/support.ts';
import { FileError, RandomStream } from '../core/index.ts';
import {
  type Dataset,
  fieldStatistics,
  type OpenOptions,
  openDataset,
  splitDataset,
  validateFinite,
} from '../data/index.ts';
import { type LayerInput, sequential } from '../nn/index.ts';
import { type Executor, openExecutor } from '../runtime/index.ts';
import * as loop from './fit.ts';
import { predict } from './predict.ts';
import { resolveRecipe } from './recipe.ts';

const folder = temporaryFolder();
afterAll(folder.remove);

let executor: Executor;
beforeAll(async () => {
  executor = await openExecutor();
});

const samples = 600;
const features = 5;

/** A `.npy` file of version 1. */
function npy(descr: string, shape: readonly number[], data: Uint8Array): Uint8Array {
  const header = `{'descr': '${descr}', 'fortran_order': False, 'shape': (${shape.join(', ')},), }`.padEnd(117);
  const start = Uint8Array.of(0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59, 1, 0, 118, 0);
  return Buffer.concat([start, Buffer.from(`${header}\n`), data]);
}

/** Numbers, and classes that they tell, as a folder of arrays, one of them big-endian. */
function writeArrays(name: string): string {
  const random = new RandomStream(1, 'streaming');
  const x = Float32Array.from({ length: samples * features }, () => random.normal());
  const y = Uint8Array.from({ length: samples }, (_, i) => (x[i * features]! > 0 ? 1 : 0));
  mkdirSync(folder.path(name));
  writeFileSync(folder.path(`${name}/x.npy`), npy('>f4', [samples, features], Buffer.from(x.buffer).swap32()));
  writeFileSync(folder.path(`${name}/y.npy`), npy('|u1', [samples], y));
  return folder.path(name);
}

function train(dataset: Dataset, options: Partial<loop.FitOptions> = {}, inputs = features) {
  const layers: LayerInput[] = [
    { layer: 'dense', units: 8 },
    { layer: 'dense', units: 2 },
  ];
  return loop.fit(sequential(layers, { inputShape: [inputs] }), {
    executor,
    recipe: resolveRecipe({ batchSize: 32, epochs: 3, seed: 7 }),
    loss: 'crossEntropy',
    ...splitDataset(dataset, { validationFraction: 0.2, seed: 3 }),
    ...options,
  });
}

/** All values of a dataset's first input, the last sample first. */
function backwards(dataset: Dataset): Float32Array {
  const { name, shape } = dataset.inputs[0]!;
  const out = new Float32Array(dataset.length * shape.reduce((product, length) => product * length, 1));
  dataset.gather(
    name,
    Uint32Array.from({ length: dataset.length }, (_, i) => dataset.length - 1 - i),
    out,
  );
  return out;
}

const cacheFolder = folder.path('cache');
const onDisk = { stream: true, cacheFolder } as const;
const table = `SELECT sin(i)::FLOAT AS a, cos(3 * i) AS b, i % 10 AS c, i / 600 AS d, sqrt(i) AS e, CASE WHEN sin(i) > 0 THEN 'up' ELSE 'down' END AS label FROM range(${samples}) AS t(i)`;

describe('training on data that stay on disk', () => {
  it.each([
    ['.npy files', async () => writeArrays('arrays')],
    ['Parquet', () => writeParquet(folder.path('table.parquet'), table)],
    [
      'CSV',
      async () => {
        const rows = Array.from({ length: samples }, (_, i) =>
          [Math.sin(i), Math.cos(3 * i), i % 10, i / 600, Math.sqrt(i), Math.sin(i) > 0 ? 'up' : 'down'].join(','),
        );
        writeFileSync(folder.path('table.csv'), `a,b,c,d,e,label\n${rows.join('\n')}\n`);
        return folder.path('table.csv');
      },
    ],
  ])('gives the same bits as in memory: %s', async (_, write) => {
    const path = await write();
    const inMemory = await openDataset(path, { stream: false });
    const streamed = await openDataset(path, onDisk);
    expect(inMemory.train.readAhead?.([], 1)).toBeUndefined();
    const input = streamed.train.inputs[0]!.name;
    expect(fieldStatistics(streamed.train, input)).toEqual(fieldStatistics(inMemory.train, input));
    validateFinite(streamed.train);
    const expected = await train(inMemory.train);
    const result = await train(streamed.train);
    const comparable = (history: typeof result.history) => history.map(({ samplesPerSecond: _, ...rest }) => rest);
    expect(comparable(result.history)).toEqual(comparable(expected.history));
    expect(await predict(result.network, streamed.train, { executor })).toEqual(
      await predict(expected.network, inMemory.train, { executor }),
    );
    // The second time the arrays made of a table are found again.
    const again = await openDataset(path, onDisk);
    expect(again.train).toMatchObject({ length: samples, classNames: inMemory.train.classNames });
  });

  it('gives the same images', async () => {
    const path = fixture('images');
    const place = folder.path('image-cache');
    for (let time = 0; time < 2; time++) {
      const [streamed, inMemory] = [
        await openDataset(path, { stream: true, cacheFolder: place }),
        await openDataset(path, { stream: false }),
      ];
      expect(streamed.test!.inputs).toEqual(inMemory.test!.inputs);
      expect(backwards(streamed.train)).toEqual(backwards(inMemory.train));
    }
    expect(readdirSync(place)).toHaveLength(3);
  });

  it('keeps tables whole or not at all, and anew when the file has changed', async () => {
    const place = folder.path('changing-cache');
    const path = await writeParquet(
      folder.path('changing.parquet'),
      'SELECT 1 AS x, i * 0.5 AS y FROM range(9) AS t(i)',
    );
    await openDataset(path, { stream: true, cacheFolder: place });
    await writeParquet(path, 'SELECT 2 AS x, i * 0.5 AS y FROM range(8) AS t(i)');
    expect((await openDataset(path, { stream: true, cacheFolder: place })).train.length).toBe(8);
    await writeParquet(path, 'SELECT nullif(i, 7) AS x, i * 0.5 AS y FROM range(9) AS t(i)');
    await expect(openDataset(path, { stream: true, cacheFolder: place })).rejects.toThrow("column 'x', row 8");
    expect(readdirSync(place)).toHaveLength(2);
  });

  it('stays in memory below the limit and on disk above it', async () => {
    const path = writeArrays('limit');
    const streams = async (memoryBytes: number) =>
      (await openDataset(path, { memoryBytes })).train.readAhead?.([], 1) !== undefined;
    expect([await streams(1e6), await streams(1e4)]).toEqual([false, true]);
  });

  it('needs memory for some batches, not for the data, to the same losses', async () => {
    const [rows, width] = [60_000, 100];
    const dataBytes = 4 * rows * width;
    const x = new Float32Array(width * 1000).map((_, i) => ((i * 7919) % 1009) / 1009);
    const y = Uint8Array.from({ length: rows }, (_, i) => (x[(i % 1000) * width]! > 0.5 ? 1 : 0));
    mkdirSync(folder.path('large'));
    writeFileSync(folder.path('large/x.npy'), npy('<f4', [rows, width], new Uint8Array(0)));
    for (let row = 0; row < rows; row += 1000) appendFileSync(folder.path('large/x.npy'), new Uint8Array(x.buffer));
    writeFileSync(folder.path('large/y.npy'), npy('|u1', [rows], y));
    const held = () => process.memoryUsage().arrayBuffers;
    const before = held();
    let most = 0;
    const run = async (options: OpenOptions) => {
      const { train: dataset } = await openDataset(folder.path('large'), options);
      validateFinite(dataset);
      fieldStatistics(dataset, 'x');
      const recipe = resolveRecipe({ batchSize: 128, steps: 60, seed: 7 });
      const onStepEnd = () => {
        most = Math.max(most, held() - before);
      };
      return train(dataset, { recipe, handlers: [{ onStepEnd }] }, width);
    };
    const streamed = await run({ memoryBytes: dataBytes / 4 });
    expect(most).toBeLessThan(dataBytes / 2);
    const inMemory = await run({ memoryBytes: 2 * dataBytes });
    expect(most).toBeGreaterThan(dataBytes);
    expect(streamed.history[0]).toMatchObject({
      loss: inMemory.history[0]!.loss,
      validation: inMemory.history[0]!.validation,
    });
  });

  it('ends with what it has learned when the file is cut short', async () => {
    const path = writeArrays('cut');
    const { train: dataset } = await openDataset(path, onDisk);
    const result = await train(dataset, {
      handlers: [
        { onEpochEnd: ({ epoch }) => (epoch === 0 ? truncateSync(folder.path('cut/x.npy'), 2000) : undefined) },
      ],
    });
    expect(result.reason).toMatchObject({ kind: 'unreadable' });
    expect(result.reason).toHaveProperty(
      'message',
      expect.stringMatching(/cut\/x\.npy: the file ends before or in sample \d+ of 600\. It was cut short/),
    );
    expect(result.steps).toBe(15);
  });

  it('refuses to begin when the file is gone', async () => {
    const path = writeArrays('gone');
    const { train: dataset } = await openDataset(path, onDisk);
    renameSync(folder.path('gone/x.npy'), folder.path('gone/z.npy'));
    await expect(train(dataset)).rejects.toThrow(FileError);
    await expect(train(dataset)).rejects.toThrow('gone/x.npy: no such file or folder');
    rmSync(folder.path('gone'), { recursive: true });
  });
});
