import { mkdirSync, mkdtempSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { EventFileWriter } from '../event-files/index.ts';
import { findRuns } from './find-runs.ts';
import { readRun } from './read-run.ts';

const parent = mkdtempSync(join(tmpdir(), 'netwright-run-record-'));
afterAll(() => {
  rmSync(parent, { recursive: true });
});

const write = (name: string, steps: Iterable<number>, startStep?: number) => {
  const writer = new EventFileWriter(join(parent, name), { startStep });
  for (const step of steps) writer.scalar('loss/train', step === 3 ? Number.NaN : 1 / step, step, 1000 + step);
  return writer;
};
const readOnly = (name: string) => readRun(findRuns([join(parent, name)])[0]!);

describe('findRuns', () => {
  it('finds a run, those below a folder, and single files, and names them by what differs', () => {
    for (const name of ['a/x', 'b/x', 'b/y']) write(name, [1]).close();
    expect(findRuns([parent]).map(({ name }) => name)).toEqual(['a/x', 'b/x', 'y']);
    expect(findRuns([join(parent, 'a/x'), join(parent, 'a/x/')]).map(({ name }) => name)).toEqual(['x']);
    const [file] = findRuns([join(parent, 'b/y')])[0]!.eventFiles;
    expect(findRuns([file!])[0]!.eventFiles).toEqual([file]);
  });

  it('says what is not there, and what holds no run', () => {
    mkdirSync(join(parent, 'empty'));
    expect(() => findRuns([join(parent, 'nothing')])).toThrow('nothing does not exist');
    expect(() => findRuns([join(parent, 'empty')])).toThrow('empty holds no run');
  });
});

describe('readRun', () => {
  it('reads numbers, also those that are not finite, texts, histograms and hyper-parameters', async () => {
    const writer = write('whole', [1, 2, 3]);
    writer.text('notes', 'hello', 0);
    writer.histogram('weights', Float64Array.of(0, 1, 5), 1);
    writer.hyperparameters({ learningRate: 0.5 });
    writer.close();
    const run = await readOnly('whole');
    expect(run.scalars.get('loss/train')).toMatchObject({
      steps: [1, 2, 3],
      values: [1, 0.5, Number.NaN],
      wallTimes: [1001, 1002, 1003],
    });
    expect(run.texts.get('notes')).toEqual([{ step: 0, value: ['hello'] }]);
    expect(run.histograms.get('weights')).toMatchObject([{ step: 1, value: { buckets: Float64Array.of(0, 1, 5) } }]);
    expect(run.hyperParameters.get('learningRate')).toBe(0.5);
    expect(run.problems).toEqual([]);
  });

  it('drops what a restart goes over again', async () => {
    write('restarted', [1, 2, 4, 5, 6]).close();
    write('restarted', [5, 6, 7], 5).close();
    expect((await readOnly('restarted')).scalars.get('loss/train')!.steps).toEqual([1, 2, 4, 5, 6, 7]);
  });

  it('keeps some histograms of many, and the first and the last pictures', async () => {
    const writer = write('many', [1]);
    for (let step = 0; step < 1000; step++) writer.histogram('h', Float64Array.of(0, 1, step), step);
    for (let step = 0; step < 10; step++)
      writer.image('i', { width: 1, height: 1, images: [Uint8Array.of(step)] }, step);
    writer.close();
    const run = await readOnly('many');
    const steps = run.histograms.get('h')!.map(({ step }) => step);
    expect(steps.length).toBeGreaterThan(100);
    expect(steps.length).toBeLessThan(257);
    expect(steps.slice(0, 3)).toEqual([0, 4, 8]);
    expect(run.images.get('i')!.map(({ step }) => step)).toEqual([0, 7, 8, 9]);
  });

  it('reads what comes before a truncated end, and reports a file that is none', async () => {
    const writer = write('broken', [1, 2, 3, 4]);
    writer.close();
    truncateSync(writer.path, statSync(writer.path).size - 5);
    writeFileSync(join(parent, 'broken/tfevents.txt'), 'this is no event file at all, but its name says so');
    const run = await readOnly('broken');
    expect(run.problems).toEqual([expect.stringContaining('is no TensorBoard event file')]);
    expect(run.scalars.get('loss/train')!.steps).toEqual([1, 2, 3]);
  });

  it('reads lines of JSON where there are no event files, and passes over half a line', async () => {
    mkdirSync(join(parent, 'lines'));
    writeFileSync(
      join(parent, 'lines/steps.jsonl'),
      '{"step":1,"loss":2,"learningRate":0.1,"gradientNorm":"Infinity"}\n{"step":2,"lo',
    );
    writeFileSync(
      join(parent, 'lines/history.jsonl'),
      '{"epoch":1,"step":1,"loss":"NaN","validation":{"loss":3,"metrics":{"rmse":4}}}\n',
    );
    const { scalars, problems } = await readOnly('lines');
    expect(Object.fromEntries([...scalars].map(([tag, { values }]) => [tag, values]))).toEqual({
      'loss/train': [2],
      lr: [0.1],
      grad_norm: [Number.POSITIVE_INFINITY],
      epoch: [1],
      'loss/train_epoch': [Number.NaN],
      'loss/val': [3],
      'metric/rmse/val': [4],
    });
    expect(problems).toEqual([expect.stringMatching(/steps\.jsonl, line 2: is no JSON/)]);
  });
});
