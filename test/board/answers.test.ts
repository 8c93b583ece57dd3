import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { createModel, encodeModel } from '../../src/graph/index.ts';
import { sequential } from '../../src/nn/index.ts';
import { EventFileWriter, encodePng, encodeValueImage } from '../../src/records/index.ts';
import type {
  DistributionsAnswer,
  GraphAnswer,
  HistogramsAnswer,
  HyperparametersAnswer,
  ImageFacts,
  ImagesAnswer,
  LayersAnswer,
  RecipeAnswer,
  TextAnswer,
} from '../../src/server/api.ts';
import { example } from '../fixtures/event-files/example-events.mjs';
import { makeFolder, type ServedBoard, serveBoard } from './served-board.ts';

const grey = { width: 2, height: 2, channels: 1 as const };
const written = encodeValueImage({ ...grey, values: [-1, 0, 5, Number.NaN] }, { black: 0, white: 4 }).png;
const foreign = encodePng({ ...grey, data: Uint8Array.of(0, 255, 255, 7) });

function fill(folder: string): void {
  const writer = new EventFileWriter(join(folder, 'a'));
  for (let step = 0; step < 5; step++) {
    writer.histogram('weights/1', Float64Array.of(0, 1, 10, 1, 2, 30), step, 1e9);
    for (const layer of ['dense', 'dense_1']) writer.scalar(`grad_norm/${layer}`, step, step);
  }
  writer.scalar('grad_norm/dense', Number.NaN, 5);
  writer.histogram('weights/1', Float64Array.of(0, Number.NaN, 1), 5, 1e9);
  writer.histogram('weights/2', Float64Array.from(example.histogram.flat()), 1, 1e9);
  writer.image('sample', { width: 2, height: 2, images: [written, foreign] }, 3, 1e9);
  writer.text('notes', '<script>alert(1)</script>', 1, 1e9);
  writer.text('notes', { texts: ['a', 'b'], shape: [1, 2] }, 2, 1e9);
  writer.close();
  writeFileSync(
    join(folder, 'a/recipe.json'),
    JSON.stringify({ seed: 7, optimizer: { name: 'adam', learningRate: 0.1 } }),
  );
  writeFileSync(join(folder, 'a/result.json'), JSON.stringify({ reason: 'not finite' }));
  writeFileSync(join(folder, 'a/report.json'), JSON.stringify({ verdict: 'sick' }));
  const { graph } = sequential([{ layer: 'dense', units: 3 }], { inputShape: [2] });
  writeFileSync(join(folder, 'a/model.onnx'), encodeModel(createModel(graph)));
  const other = new EventFileWriter(join(folder, 'b'));
  other.hyperparameters({ 'optimizer.learningRate': 0.5, drop: true });
  other.scalar('loss', 3, 1);
  other.scalar('loss', Number.POSITIVE_INFINITY, 2);
  other.scalar('loss', 2, 3);
  other.endSession('success');
  other.close();
}

let board: ServedBoard;

beforeAll(async () => {
  const folder = makeFolder();
  fill(folder);
  board = await serveBoard(folder);
  await board.runs(({ runs }) => runs.length === 2);
});

describe('the board answers', () => {
  test('with histograms and their quantiles, evenly spread, first and last among them', async () => {
    const { total, entries } = await board.json<HistogramsAnswer>('/api/histograms?run=a&tag=weights/1&steps=3');
    expect([total, ...entries.map(({ step }) => step)]).toEqual([6, 0, 3, 5]);
    expect(entries[0]!.bins).toEqual([
      [0, 1, 10],
      [1, 2, 30],
    ]);
    expect(entries[2]!.bins).toEqual([[0, 'NaN', 1]]);
    const { quantiles, entries: shares } = await board.json<DistributionsAnswer>(
      '/api/distributions?run=a&tag=weights/1&steps=2',
    );
    // Half of 40 numbers: 10 of the first bin, 10 of the 30 of the second.
    expect(shares[0]!.values![quantiles.indexOf(0.5)]).toBeCloseTo(1 + 1 / 3, 12);
    expect([shares[0]!.values![0], shares[0]!.values!.at(-1), shares[1]!.values]).toEqual([0, 2, null]);
  });

  test('with the quantiles that TensorBoard answers about the same histogram', async () => {
    const stored = readFileSync(new URL('../fixtures/event-files/tensorboard.json', import.meta.url), 'utf8');
    const [[, , shares]] = JSON.parse(stored).python.distributions;
    const { quantiles, entries } = await board.json<DistributionsAnswer>('/api/distributions?run=a&tag=weights/2');
    expect(quantiles.map((quantile) => Math.round(quantile * 1e4))).toEqual(shares.map(([point]: number[]) => point));
    for (const [i, [, value]] of shares.entries()) expect(entries[0]!.values![i]).toBeCloseTo(value, 12);
  });

  test('with pictures as they were written, and what is known of their values', async () => {
    const { entries } = await board.json<ImagesAnswer>('/api/images?run=a&tag=sample');
    expect(entries).toEqual([{ entry: 0, step: 3, wallTime: 1e9, width: 2, height: 2, count: 2 }]);
    const image = await board.request('/api/image?run=a&tag=sample&entry=0&index=1');
    expect(image.headers.get('content-type')).toBe('image/png');
    expect(new Uint8Array(await image.arrayBuffer())).toEqual(new Uint8Array(foreign));
    const facts = (index: number) => board.json<ImageFacts>(`/api/image-facts?run=a&tag=sample&entry=0&index=${index}`);
    const own = await facts(0);
    expect(own.original).toEqual({ range: [-1, 5], black: 0, white: 4 });
    expect(own.clippedPercent).toBe(50);
    expect(own.warnings.join(' ')).toMatch(/1 value is NaN .*50 % of the values lie outside/);
    const other = await facts(1);
    expect(other).toMatchObject({ stored: [0, 255], clippedPercent: 75, channels: 1, bitDepth: 8, original: null });
    expect(other.warnings.join(' ')).toMatch(/did not say .*75 % of the stored numbers are at the limit/);
    expect((await board.request('/api/image?run=a&tag=sample&entry=0&index=2')).status).toBe(404);
    expect((await board.request('/api/image?run=a&tag=sample&entry=-1&index=0')).status).toBe(400);
  });

  test('with texts as they are', async () => {
    const { entries } = await board.json<TextAnswer>('/api/text?run=a&tag=notes');
    expect(entries.map(({ step, texts, shape }) => [step, texts, shape])).toEqual([
      [1, ['<script>alert(1)</script>'], []],
      [2, ['a', 'b'], [1, 2]],
    ]);
  });

  test('with one measure of all layers as a matrix', async () => {
    const answer = await board.json<LayersAnswer>('/api/layers?run=a&measure=grad_norm&columns=3');
    expect(answer).toEqual({
      measures: ['grad_norm'],
      measure: 'grad_norm',
      layers: ['dense', 'dense_1'],
      steps: [0, 2, 4],
      minimum: [
        [0, 2, 'NaN'],
        [0, 2, 4],
      ],
      maximum: [
        [1, 3, 'NaN'],
        [1, 3, 4],
      ],
    });
  });

  test('with hyper-parameters of recipes and of TensorBoard in one table', async () => {
    const { names, differing, metrics, rows } = await board.json<HyperparametersAnswer>('/api/hyperparameters');
    expect([names, differing]).toEqual([['seed', 'optimizer.name', 'optimizer.learningRate', 'drop'], 4]);
    expect(rows.map(({ run, values }) => [run, ...values])).toEqual([
      ['a', 7, 'adam', 0.1, null],
      ['b', null, null, 0.5, true],
    ]);
    expect(rows[0]!.metrics[metrics.indexOf('loss')]).toBeNull();
    expect(rows[1]!.metrics[metrics.indexOf('loss')]).toEqual({ last: 2, minimum: 2, maximum: 3, nonFinite: 1 });
  });

  test('with metrics of runs below one with hyper-parameters, as Keras writes them', async () => {
    const root = makeFolder();
    const write = (run: string, fillIn: (writer: EventFileWriter) => void) => {
      const writer = new EventFileWriter(join(root, run));
      fillIn(writer);
      writer.close();
    };
    for (const [run, units] of [
      ['logs/a', 8],
      ['logs/b', 16],
    ] as const) {
      write(run, (writer) => writer.hyperparameters({ units }));
      write(`${run}/train`, (writer) => writer.scalar('epoch_loss', units / 10, 1));
      write(`${run}/validation`, (writer) => writer.scalar('epoch_loss', units, 1));
    }
    write('logs/a/inner', (writer) => {
      writer.hyperparameters({ units: 1 });
      writer.scalar('epoch_loss', 7, 1);
    });
    write('elsewhere', (writer) => writer.scalar('epoch_loss', 9, 1));
    const served = await serveBoard(root);
    await served.runs(({ runs }) => runs.length === 8);
    const { names, metrics, rows } = await served.json<HyperparametersAnswer>('/api/hyperparameters');
    expect(names).toEqual(['units']);
    expect(metrics).toEqual(['train/epoch_loss', 'validation/epoch_loss', 'epoch_loss']);
    expect(rows.map(({ run, metrics: values }) => [run, ...values.map((value) => value?.last ?? null)])).toEqual([
      ['logs/a', Math.fround(0.8), 8, null],
      ['logs/a/inner', null, null, 7],
      ['logs/b', Math.fround(1.6), 16, null],
    ]);
  });

  test('with the size of pictures that it does not decode, and that their range is not known', async () => {
    const root = makeFolder();
    const writer = new EventFileWriter(join(root, 'run'));
    // A JPEG file up to its frame header, 33 × 17, and the begin of a GIF file, 300 × 2.
    const jpeg = Uint8Array.of(0xff, 0xd8, 0xff, 0xe0, 0, 4, 1, 1, 0xff, 0xc0, 0, 11, 8, 0, 17, 0, 33, 1, 1, 0x11, 0);
    const gif = Uint8Array.of(0x47, 0x49, 0x46, 0x38, 0x39, 0x61, 44, 1, 2, 0, 0, 0, 0);
    writer.image('sample', { width: 33, height: 17, images: [jpeg, gif, jpeg.slice(0, 9)] }, 1);
    writer.close();
    const served = await serveBoard(root);
    await served.runs(({ runs }) => runs.length === 1);
    const facts = (index: number) =>
      served.json<ImageFacts>(`/api/image-facts?run=run&tag=sample&entry=0&index=${index}`);
    expect(await facts(0)).toMatchObject({ type: 'image/jpeg', width: 33, height: 17, stored: null, original: null });
    expect(await facts(1)).toMatchObject({ type: 'image/gif', width: 300, height: 2 });
    expect(await facts(2)).toMatchObject({ width: 0, height: 0 });
    expect((await facts(0)).warnings.join(' ')).toMatch(/JPEG changes the numbers.*range .* is not known/);
  });

  test('with the files and the network of our runs, and how they ended', async () => {
    const { runs } = await board.runs(() => true);
    expect(runs[0]).toMatchObject({ status: 'failed', seed: 7, hasRecipe: true, hasReport: true, hasGraph: true });
    expect(runs[1]).toMatchObject({ status: 'finished', seed: null, hasRecipe: false, hasGraph: false });
    expect(await board.json<RecipeAnswer>('/api/recipe?run=a')).toMatchObject({
      recipe: { seed: 7 },
      environment: null,
    });
    expect(await board.json('/api/report?run=a')).toEqual({ verdict: 'sick' });
    expect((await board.request('/api/report?run=b')).status).toBe(404);
    const { nodes, layers, inputs } = await board.json<GraphAnswer>('/api/graph?run=a');
    expect(inputs[0]!.shape!.at(-1)).toBe(2);
    expect(nodes.length).toBeGreaterThan(0);
    expect(layers.reduce((sum, { parameters }) => sum + (parameters ?? 0), 0)).toBe(9);
  });
});
