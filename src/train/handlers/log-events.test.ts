import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { type ReadEvents, readEventFolder } from '../../../test/support/read-events.ts';
import { RandomStream } from '../../core/index.ts';
import { MemoryDataset } from '../../data/index.ts';
import { type Network, sequential } from '../../nn/index.ts';
import { type EventImages, readValueMapping } from '../../records/index.ts';
import { referenceExecutor } from '../../runtime/index.ts';
import type { Handler } from '../events.ts';
import * as loop from '../fit.ts';
import { type RecipeInput, resolveRecipe } from '../recipe.ts';
import type { TrainingCheckpoint } from '../training-checkpoint.ts';
import { EventLog } from './log-events.ts';

const parent = mkdtempSync(join(tmpdir(), 'netwright-log-events-'));
afterAll(() => {
  rmSync(parent, { recursive: true });
});
let made = 0;
const newFolder = () => {
  const folder = join(parent, `run-${made++}`);
  mkdirSync(folder);
  return folder;
};

const samples = 24;
/** Images of 4 × 4, to be doubled. */
function images(scale = 2): MemoryDataset {
  const random = new RandomStream(1, 'images');
  const data = Float32Array.from({ length: samples * 16 }, () => random.normal());
  const shape = [samples, 1, 4, 4];
  return new MemoryDataset({
    source: 'noise',
    layout: 'NCHW',
    inputs: [{ name: 'x', values: { dtype: 'float32', shape, data } }],
    target: { name: 'y', values: { dtype: 'float32', shape, data: data.map((value) => scale * value) } },
  });
}

const network = () =>
  sequential(
    [
      { layer: 'conv2d', filters: 2, kernelSize: 3, activation: 'relu' },
      { layer: 'conv2d', filters: 1, kernelSize: 3, activation: 'linear' },
    ],
    { inputShape: [1, 4, 4] },
  );
const recipe: RecipeInput = { epochs: 2, batchSize: 8, shuffle: false, optimizer: 'sgd', learningRate: 0.01 };

interface Change {
  readonly handlers?: readonly Handler[];
  readonly recipe?: RecipeInput;
  readonly resume?: TrainingCheckpoint;
}

function train({ handlers = [], recipe: change = {}, resume }: Change = {}) {
  const options = { executor: referenceExecutor(), loss: 'mse', train: images(), validation: images() } as const;
  return loop.fit(network(), { ...options, recipe: resolveRecipe({ ...recipe, ...change }), handlers, resume });
}

const logIn = (folder: string, more: object = {}) =>
  new EventLog({ folder: () => folder, recipe, samples: images(), notes: ['a note'], ...more });

const series = ({ scalars }: ReadEvents, tag: string) =>
  scalars.filter(([name]) => name === tag).map(([, step, value]) => [step, value]);
const stepsOf = (events: ReadEvents, tag: string) => series(events, tag).map(([step]) => step);
const numbersOf = ({ graph }: Network) => [...graph.initializers.values()].map(({ data }) => data);

describe('EventLog', () => {
  it('writes every step, every epoch, layers from the inside, pictures, texts and hyper-parameters', async () => {
    const folder = newFolder();
    const { history } = await train({ handlers: [logIn(folder)] });
    const [events] = (await readEventFolder(folder)) as [ReadEvents];
    expect(events.faults).toEqual([]);
    expect(stepsOf(events, 'loss/train')).toEqual([1, 2, 3, 4, 5, 6]);
    expect(stepsOf(events, 'grad_norm')).toEqual([1, 2, 3, 4, 5, 6]);
    expect(series(events, 'loss/val')).toEqual(
      history.map(({ step, validation }) => [step, Math.fround(validation!.loss)]),
    );
    const [metric] = Object.keys(history[0]!.validation!.metrics);
    expect(stepsOf(events, `metric/${metric}/val`)).toEqual([3, 6]);
    expect(series(events, 'epoch').filter(([step]) => step === 3 || step === 6)).toEqual([
      [3, 1],
      [6, 2],
    ]);
    for (const tag of ['grad_norm', 'weight_norm', 'update_ratio', 'dead_units', 'activation_mean']) {
      expect(stepsOf(events, `${tag}/conv2d_1`)).toEqual([2, 6]);
    }
    const kinds = new Map(events.values.map(([tag, , value]) => [tag, value.kind]));
    expect(Object.fromEntries(kinds)).toMatchObject({
      '_hparams_/session_start_info': 'session-start',
      '_hparams_/session_end_info': 'session-end',
      custom_scalars__config__: 'layout',
      recipe: 'text',
      notes: 'text',
      stop: 'text',
      'weights/conv2d_1/kernel': 'histogram',
      'activations/conv2d_2': 'histogram',
      'sample/0/input': 'images',
      'sample/0/target': 'images',
      'sample/2/output': 'images',
      'sample/2/error': 'images',
    });
    const start = events.values.find(([tag]) => tag === '_hparams_/session_start_info')![2];
    expect(start).toMatchObject({ values: new Map(Object.entries(recipe)) });
  });

  it('leaves the parameters that training arrives at as they are, bit by bit', async () => {
    const logged = await train({ handlers: [logIn(newFolder())] });
    expect(numbersOf(logged.network)).toEqual(numbersOf((await train()).network));
  });

  it('says of each picture what black and white are, its range, and how much was clipped', async () => {
    const folder = newFolder();
    await train({ handlers: [logIn(folder)] });
    const [events] = (await readEventFolder(folder)) as [ReadEvents];
    const pictures = (tag: string) =>
      events.values.filter(([name]) => name === tag).map(([, , value]) => (value as EventImages).images[0]!);
    const [target] = pictures('sample/1/target').map((png) => readValueMapping(png)!);
    const outputs = pictures('sample/1/output').map((png) => readValueMapping(png)!);
    expect(target).toMatchObject({ clipped: 0, nonFinite: 0 });
    expect(outputs.map(({ black, white }) => [black, white])).toEqual([
      [target!.black, target!.white],
      [target!.black, target!.white],
    ]);
    expect(series(events, 'sample_clipped/1/output')).toEqual(
      outputs.map(({ clipped }, index) => [3 * (index + 1), Math.fround(clipped)]),
    );
  });

  it('goes on in a new file that voids what is behind the checkpoint, so that no step is there twice', async () => {
    const folder = newFolder();
    let checkpoint: TrainingCheckpoint | undefined;
    const kill: Handler = {
      onStepEnd: (state) => {
        if (state.step === 2) checkpoint = state.checkpoint();
        if (state.step === 5) throw new Error('killed');
      },
    };
    const log = logIn(folder);
    await expect(train({ handlers: [log, kill] })).rejects.toThrow('killed');
    log.onStop({ step: 5 } as never, { kind: 'interrupted' });
    await train({ handlers: [logIn(folder)], resume: checkpoint! });
    const [first, second] = (await readEventFolder(folder)) as [ReadEvents, ReadEvents];
    expect(stepsOf(first, 'loss/train')).toEqual([1, 2, 3, 4, 5]);
    expect(second.values[0]).toEqual([undefined, 3, { kind: 'session', status: 'start' }]);
    expect(stepsOf(second, 'loss/train')).toEqual([3, 4, 5, 6]);
  });

  it('writes a loss that is not finite as such, and where it began', async () => {
    const folder = newFolder();
    const { reason } = await train({ handlers: [logIn(folder)], recipe: { learningRate: 1e30 } });
    expect(reason.kind).toBe('non-finite');
    const [events] = (await readEventFolder(folder)) as [ReadEvents];
    expect(Number.isFinite(series(events, 'loss/train').at(-1)![1])).toBe(false);
    const stop = events.values.find(([tag]) => tag === 'stop')![2];
    expect(stop).toMatchObject({ texts: [expect.stringContaining('is not finite; it began in')] });
    expect(events.values.at(-1)![2]).toMatchObject({ kind: 'session-end', status: 'failure' });
  });

  it('trains on where nothing can be written, and says so once', async () => {
    const folder = newFolder();
    writeFileSync(join(folder, 'file'), '');
    const warnings: string[] = [];
    const onWarning = (message: string) => void warnings.push(message);
    const { steps } = await train({ handlers: [logIn(join(folder, 'file'), { onWarning })] });
    expect(steps).toBe(6);
    expect(warnings).toEqual([expect.stringContaining('events are no longer logged:')]);
  });
});
