import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { FileError, RandomStream } from '../core/index.ts';
import { MemoryDataset } from '../data/index.ts';
import { type LayerInput, type Network, sequential } from '../nn/index.ts';
import { checkpointFile, listCheckpoints } from '../records/index.ts';
import { type Executor, openExecutor } from '../runtime/index.ts';
import { openCheckpoint } from './checkpoint-state.ts';
import type { Handler } from './events.ts';
import * as loop from './fit.ts';
import { saveCheckpoints } from './handlers/save-checkpoints.ts';
import { type RecipeInput, resolveRecipe } from './recipe.ts';
import type { TrainingCheckpoint } from './training-checkpoint.ts';

const parent = mkdtempSync(join(tmpdir(), 'netwright-resume-'));
afterAll(() => {
  rmSync(parent, { recursive: true });
});

const layers: LayerInput[] = [
  { layer: 'dense', units: 12 },
  { layer: 'batchNorm' },
  { layer: 'dropout', rate: 0.3 },
  { layer: 'dense', units: 1 },
];
const network = sequential(layers, { inputShape: [3] });

function noise(samples: number, seed: number): MemoryDataset {
  const random = new RandomStream(seed, 'noise');
  const draw = (count: number) => Float32Array.from({ length: count }, () => random.normal());
  return new MemoryDataset({
    source: 'noise',
    layout: 'features',
    inputs: [{ name: 'x', values: { dtype: 'float32', shape: [samples, 3], data: draw(3 * samples) } }],
    target: { name: 'y', values: { dtype: 'float32', shape: [samples, 1], data: draw(samples) } },
  });
}

let executor: Executor;
beforeAll(async () => {
  executor = await openExecutor();
});

const recipe: RecipeInput = {
  batchSize: 16,
  epochs: 6,
  schedule: 'cosine',
  reduceOnPlateau: { patience: 0, factor: 0.5 },
  earlyStopping: { patience: 3 },
};

function train(change: RecipeInput = {}, options: Partial<loop.FitOptions> = {}, subject = network) {
  return loop.fit(subject, {
    executor,
    recipe: resolveRecipe({ ...recipe, ...change }),
    loss: 'mse',
    train: noise(100, 1),
    validation: noise(40, 2),
    ...options,
  });
}

/** Keeps the loss of each step. */
const noting = (losses: number[]): Handler => ({
  onStepEnd: (state) => {
    losses[state.step] = state.loss;
  },
});
const numbersOf = ({ graph }: Network) =>
  [...graph.initializers.values()].map(({ data }) => Array.from(data as Float32Array));
const withoutTimes = (history: readonly object[]) => history.map((record) => ({ ...record, samplesPerSecond: 0 }));

/** Trains with checkpoints in a folder of its own, and breaks off after a step as a kill would. */
async function breakOff(name: string, step: number, change: RecipeInput = {}): Promise<string> {
  const folder = join(parent, name);
  const kill: Handler = {
    onStepEnd: (state) => {
      if (state.step === step) throw new Error('killed');
    },
  };
  const handlers = [saveCheckpoints({ folder, everySteps: 1 }), kill];
  await expect(train(change, { handlers })).rejects.toThrow('killed');
  // What was being written when the handler threw is finished in the background.
  do await new Promise((resolve) => setTimeout(resolve, 100));
  while (listCheckpoints(folder).length === 0);
  return folder;
}

const lastOf = (folder: string) => openCheckpoint(join(folder, listCheckpoints(folder)[0]!.file));

describe('a resumed training', () => {
  it.each([2, 7, 8, 17, 35])(
    'broken off around step %i ends with the bits and the history of one that was not',
    async (step) => {
      const losses: number[] = [];
      const note: Handler = noting(losses);
      const whole = await train({}, { handlers: [note] });
      const checkpoint = await lastOf(await breakOff(`whole-${step}`, step));
      expect(checkpoint.step).toBeGreaterThan(0);
      const again: number[] = losses.slice(0, checkpoint.step + 1);
      const resumed = await train({}, { resume: checkpoint, handlers: [noting(again)] });
      expect(again).toEqual(losses);
      expect(withoutTimes(resumed.history)).toEqual(withoutTimes(whole.history));
      expect(resumed.reason).toEqual(whole.reason);
      expect(numbersOf(resumed.network)).toEqual(numbersOf(whole.network));
    },
  );

  it('resumed at every step of an epoch and at its end gives the same network', async () => {
    const taken: TrainingCheckpoint[] = [];
    const take = (state: { checkpoint(): TrainingCheckpoint }) => void taken.push(state.checkpoint());
    const whole = await train({ epochs: 2 }, { handlers: [{ onStepEnd: take, onEpochEnd: take }] });
    expect(taken.length).toBe(2 * 7 + 2);
    for (const resume of taken) {
      const { network: resumed, history, steps } = await train({ epochs: 2 }, { resume });
      expect(numbersOf(resumed)).toEqual(numbersOf(whole.network));
      expect(withoutTimes(history)).toEqual(withoutTimes(whole.history));
      expect(steps).toBe(14);
    }
  });

  it('goes on to more epochs as a training does that was to have them from the start', async () => {
    const plain: RecipeInput = { schedule: 'constant', earlyStopping: undefined };
    const whole = await train({ ...plain, epochs: 4 });
    const folder = join(parent, 'extended');
    await train({ ...plain, steps: 17 }, { handlers: [saveCheckpoints({ folder })] });
    const { network: resumed, history } = await train({ ...plain, epochs: 4 }, { resume: await lastOf(folder) });
    expect(history.map(({ step }) => step)).toEqual([7, 14, 21, 28]);
    // The rate's handler has seen an epoch of three steps; the losses of that epoch itself are those of the whole.
    expect(withoutTimes(history).slice(0, 2)).toEqual(withoutTimes(whole.history).slice(0, 2));
    expect(numbersOf(resumed)[0]).toHaveLength(36);
  });

  it('does not go on where it was stopped early', async () => {
    const folder = join(parent, 'stopped');
    const stop: Handler = { onEpochEnd: (state, { epoch }) => void (epoch === 2 && state.stop('enough')) };
    const first = await train({}, { handlers: [stop, saveCheckpoints({ folder })] });
    const resumed = await train({}, { resume: await lastOf(folder) });
    expect(resumed.reason).toEqual({ kind: 'handler', message: 'enough' });
    expect(resumed.steps).toBe(first.steps);
    expect(numbersOf(resumed.network)).toEqual(numbersOf(first.network));
  });

  it('names what is not as it was: recipe, data, network', async () => {
    const resume = await lastOf(await breakOff('other', 3));
    await expect(train({ batchSize: 8, learningRate: 0.1 }, { resume })).rejects.toThrow(
      /optimizer.learningRate was 0.001 and is 0.1; .*batchSize was 16 and is 8|batchSize was 16 and is 8; .*optimizer.learningRate was 0.001 and is 0.1/,
    );
    await expect(train({}, { resume, train: noise(99, 1) })).rejects.toThrow(
      'saw 100 training samples, now there are 99',
    );
    await expect(train({}, { resume, train: noise(100, 3) })).rejects.toThrow('their values differ');
    const other = sequential([{ layer: 'dense', units: 1 }], { inputShape: [3] });
    await expect(train({}, { resume }, other)).rejects.toThrow('the checkpoint is of another network or loss');
  });
});

describe('saveCheckpoints', () => {
  it('keeps the last two and the best', async () => {
    const folder = join(parent, 'kept');
    const { history } = await train(
      { earlyStopping: undefined },
      { handlers: [saveCheckpoints({ folder, keepBest: 2 })] },
    );
    const best = [...history].sort((a, b) => a.validation!.loss - b.validation!.loss).slice(0, 2);
    const names = listCheckpoints(folder);
    for (const { epoch, step, validation } of best) {
      expect(names.map(({ file }) => file)).toContain(checkpointFile(epoch, step, validation!.loss));
    }
    expect(names.length).toBeLessThanOrEqual(4);
    expect(names[0]).toMatchObject({ epoch: 6, step: 42 });
    expect(readdirSync(folder).filter((file) => file.endsWith('.tmp'))).toEqual([]);
  });

  it('refuses a folder of another training', async () => {
    const folder = join(parent, 'twice');
    await train({ epochs: 1 }, { handlers: [saveCheckpoints({ folder })] });
    await expect(train({ epochs: 1 }, { handlers: [saveCheckpoints({ folder })] })).rejects.toThrow(
      'holds checkpoints of another training. Resume that one, or give another folder',
    );
  });

  it('goes on with one warning where nothing can be written', async () => {
    const file = join(parent, 'a-file');
    writeFileSync(file, '');
    const warnings: string[] = [];
    const handlers = [saveCheckpoints({ folder: join(file, 'in'), onWarning: (text) => void warnings.push(text) })];
    const { reason } = await train({ earlyStopping: undefined }, { handlers });
    expect(reason.kind).toBe('completed');
    expect(warnings).toHaveLength(1);
    expect(warnings[0]).toMatch(/^no checkpoint was saved: /);
  });
});

describe('openCheckpoint', () => {
  it('finds any bit that is flipped, and a file that is cut short', async () => {
    const folder = join(parent, 'bits');
    await train({ epochs: 1 }, { handlers: [saveCheckpoints({ folder })] });
    const bytes = readFileSync(join(folder, listCheckpoints(folder)[0]!.file));
    const path = join(parent, 'spoilt.safetensors');
    const random = new RandomStream(0, 'bits');
    for (let trial = 0; trial < 100; trial++) {
      const spoilt = Buffer.from(bytes);
      const bit = random.integer(8 * bytes.length);
      spoilt[bit >> 3]! ^= 1 << (bit & 7);
      writeFileSync(path, spoilt);
      await expect(openCheckpoint(path)).rejects.toThrow(FileError);
      writeFileSync(path, bytes.subarray(0, random.integer(bytes.length)));
      await expect(openCheckpoint(path)).rejects.toThrow(FileError);
    }
  });
});
