import { beforeAll, describe, expect, it } from 'vitest';
import { fromNumbers, RandomStream, RuntimeError } from '../core/index.ts';
import { type Dataset, MemoryDataset } from '../data/index.ts';
import { type LayerInput, sequential, withInitializers } from '../nn/index.ts';
import { type Executor, openExecutor } from '../runtime/index.ts';
import type { Handler } from './events.ts';
import * as loop from './fit.ts';
import { evaluate, predict } from './predict.ts';
import { type RecipeInput, resolveRecipe } from './recipe.ts';

/** Two noisy blobs, one a class; `change` may spoil the inputs. */
function blobs(samples: number, seed: number, change: (x: Float32Array) => void = () => {}): Dataset {
  const random = new RandomStream(seed, 'blobs');
  const x = new Float32Array(2 * samples);
  const y = new BigInt64Array(samples);
  for (let i = 0; i < samples; i++) {
    const label = i % 2;
    y[i] = BigInt(label);
    for (let axis = 0; axis < 2; axis++) x[2 * i + axis] = (label === 0 ? -1 : 1) + 0.5 * random.normal();
  }
  change(x);
  return new MemoryDataset({
    source: 'blobs',
    layout: 'features',
    inputs: [{ name: 'x', values: { dtype: 'float32', shape: [samples, 2], data: x } }],
    target: { name: 'y', values: { dtype: 'int64', shape: [samples], data: y } },
  });
}

const layers: LayerInput[] = [
  { layer: 'dense', units: 16 },
  { layer: 'batchNorm' },
  { layer: 'dropout', rate: 0.2 },
  { layer: 'dense', units: 2 },
];

let executor: Executor;
beforeAll(async () => {
  executor = await openExecutor();
});

function train(
  recipe: RecipeInput,
  options: Partial<loop.FitOptions> = {},
  network = sequential(layers, { inputShape: [2] }),
) {
  return loop.fit(network, {
    executor,
    recipe: resolveRecipe({ batchSize: 16, epochs: 5, learningRate: 0.01, ...recipe }),
    loss: 'crossEntropy',
    train: blobs(200, 1),
    validation: blobs(60, 2),
    ...options,
  });
}

/** A network that puts out what it is given, and its inputs as its targets. */
function echo(inputShape: number[], targets: number[], values: number[]) {
  const network = sequential([{ layer: 'dense', units: inputShape.at(-1)!, bias: false }], { inputShape });
  const units = inputShape.at(-1)!;
  const identity = fromNumbers(
    'float32',
    [units, units],
    Array.from({ length: units ** 2 }, (_, i) => (i % (units + 1) === 0 ? 1 : 0)),
  );
  const places = inputShape[0]!;
  const data = new MemoryDataset({
    source: 'echoes',
    layout: 'features',
    inputs: [{ name: 'x', values: fromNumbers('float32', [targets.length / places, ...inputShape], values) }],
    target: { name: 'y', values: fromNumbers('int64', [targets.length / places, places], targets) },
  });
  return { network: withInitializers(network, new Map([['dense_1/kernel', identity]])), data };
}

describe('classes along the last axis', () => {
  it('are scored there, and may be more than the places', async () => {
    const { network, data } = echo([2, 3], [2, 0, 1, 1], [0, 1, 9, 8, 1, 0, 2, 3, 1, 5, 4, 3]);
    const loss = { name: 'crossEntropy', classesLast: true } as const;
    const { metrics } = await evaluate(network, data, loss, { executor, metrics: ['accuracy', 'kerasAccuracy'] });
    expect(metrics).toEqual({ accuracy: 0.75, kerasAccuracy: 0.75 });
  });
});

describe('class weights', () => {
  /** 30 samples of the class 0 and 10 of the class 1, all with the same input. */
  const x = new Float32Array(40).fill(1);
  const y = BigInt64Array.from(x, (_, i) => (i % 4 === 0 ? 1n : 0n));
  const data = new MemoryDataset({
    source: 'rare',
    layout: 'features',
    inputs: [{ name: 'x', values: { dtype: 'float32', shape: [40, 1], data: x } }],
    target: { name: 'y', values: { dtype: 'int64', shape: [40], data: y } },
  });
  const logitsAfter = async (recipe: RecipeInput) => {
    const network = sequential([{ layer: 'dense', units: 2 }], { inputShape: [1] });
    const settings = { batchSize: 40, epochs: 300, learningRate: 0.1, ...recipe };
    const result = await train(settings, { train: data, validation: data }, network);
    const { data: outputs } = await predict(result.network, data, { executor });
    return { margin: outputs[0]! - outputs[1]!, validation: result.history.at(-1)!.validation!.loss };
  };

  it('balance a rare class against a frequent one, and leave the loss of the validation data alone', async () => {
    const plain = await logitsAfter({});
    expect(plain.margin).toBeCloseTo(Math.log(3), 3);
    const balanced = await logitsAfter({ classWeights: 'balanced' });
    expect(balanced.margin).toBeCloseTo(0, 3);
    expect(balanced.validation).toBeCloseTo(Math.log(2), 3);
    const listed = await logitsAfter({ classWeights: { weights: [1, 6], dividedBy: 'samples' } });
    expect(listed.margin).toBeCloseTo(Math.log(3 / 6), 3);
  });
});

/** An engine whose runs fail once so many were made. */
function failingAfter(sound: Executor, runs: number): Executor {
  let made = 0;
  return {
    ...sound,
    load: async (graph) => {
      const executable = await sound.load(graph);
      return {
        ...executable,
        bind: (feeds, fetches) => {
          const bound = executable.bind(feeds, fetches);
          return {
            run: async () => {
              if (made++ >= runs) throw new RuntimeError('the cable was pulled');
              await bound.run();
            },
          };
        },
      };
    },
  };
}

/** Stops training after so many steps. */
const stopAfter = (steps: number): Handler => ({
  onStepEnd: (state) => {
    if (state.step === steps) state.stop('enough');
  },
});

describe('fit', () => {
  it('trains a network with batch norm and dropout to separate two blobs', async () => {
    const { history, reason, steps } = await train({});
    expect(reason).toEqual({ kind: 'completed' });
    expect(steps).toBe(5 * 13);
    expect(history.length).toBe(5);
    expect(history.at(-1)!.loss).toBeLessThan(history[0]!.loss);
    expect(history.at(-1)!.validation!.metrics.accuracy).toBeGreaterThan(0.95);
  });

  it('gives the same bits for the same seed, and others for another', async () => {
    const parameters = async (seed: number) => {
      const { network } = await train({ seed }, {}, sequential(layers, { inputShape: [2], seed }));
      return [...network.graph.initializers.values()].map((tensor) => Array.from(tensor.data as Float32Array));
    };
    const first = await parameters(3);
    expect(await parameters(3)).toEqual(first);
    expect(await parameters(4)).not.toEqual(first);
  });

  it('makes the number of steps asked for, in the middle of an epoch too', async () => {
    const { steps, history } = await train({ steps: 20 });
    expect(steps).toBe(20);
    expect(history.map((record) => record.step)).toEqual([13, 20]);
  });

  it('fires events in order, and tells handlers how far it is', async () => {
    const events: string[] = [];
    const handler: Handler = {
      onTrainBegin: (state) => void events.push(`begin ${state.totalSteps}`),
      onEpochBegin: (state) => void events.push(`epoch ${state.epoch}`),
      onStepEnd: (state) => void events.push(`step ${state.step}`),
      onEpochEnd: (_state, record) => void events.push(`end of epoch ${record.epoch}`),
      onTrainEnd: (_state, reason) => void events.push(reason.kind),
    };
    await train({ epochs: 2, batchSize: 100 }, { handlers: [handler] });
    expect(events).toEqual([
      'begin 4',
      'epoch 0',
      'step 1',
      'step 2',
      'end of epoch 1',
      'epoch 1',
      'step 3',
      'step 4',
      'end of epoch 2',
      'completed',
    ]);
  });

  it('finishes the step and returns the network when it is interrupted', async () => {
    const controller = new AbortController();
    const handler: Handler = { onStepEnd: (state) => state.step === 7 && controller.abort() };
    const { steps, reason } = await train({}, { handlers: [handler], signal: controller.signal });
    expect(reason).toEqual({ kind: 'interrupted' });
    expect(steps).toBe(7);
  });

  it('stops early when validation no longer improves, and goes back to the best epoch', async () => {
    const { history, reason, network } = await train({
      epochs: 50,
      learningRate: 0.5,
      earlyStopping: { patience: 2 },
    });
    expect(reason).toMatchObject({ kind: 'handler', message: /the loss has not fallen for 2 epochs/ });
    const best = Math.min(...history.map((record) => record.validation!.loss));
    const { loss } = await evaluate(network, blobs(60, 2), 'crossEntropy', { executor });
    expect(loss).toBeCloseTo(best, 6);
  });

  it('lowers the rate of the schedule where validation has stopped improving', async () => {
    const still = sequential([{ layer: 'dense', units: 2 }], { inputShape: [2] });
    const recipe: RecipeInput = { epochs: 4, learningRate: 1e-30, reduceOnPlateau: { patience: 0, factor: 0.5 } };
    const { history } = await train({ ...recipe, schedule: 'finalDecay' }, {}, still);
    const factors = history.map((record) => record.learningRate / 1e-30);
    expect(factors[1]).toBeCloseTo(1, 12);
    expect(factors[2]).toBeCloseTo(0.5, 12);
    expect(factors[3]).toBeCloseTo(0.25 * 0.1, 12);
  });

  it('stops at a loss that is not finite, naming the step, the layer, and keeping finite parameters', async () => {
    const network = sequential(
      [
        { layer: 'dense', units: 8, name: 'hidden' },
        { layer: 'affine', scale: [1e38], offset: [0], name: 'explosion' },
        { layer: 'dense', units: 2 },
      ],
      { inputShape: [2] },
    );
    const { reason, network: kept } = await train({}, {}, network);
    expect(reason).toMatchObject({ kind: 'non-finite', step: 1, origin: { layer: 'explosion', pass: 'forward' } });
    for (const name of kept.parameters) {
      expect((kept.graph.initializers.get(name)!.data as Float32Array).every(Number.isFinite)).toBe(true);
    }
  });

  it.each([
    [7, 'in the middle of an epoch', 0],
    [24, 'in the second epoch', 1],
  ])('ends at step %i where the engine fails %s, with what was learnt until then', async (failing, _when, epochs) => {
    const ends: string[] = [];
    const handler: Handler = { onTrainEnd: (_state, { kind }) => void ends.push(kind) };
    const failed = await train(
      { shuffle: false },
      { executor: failingAfter(executor, failing - 1), handlers: [handler], validation: undefined },
    );
    expect(failed.reason).toEqual({ kind: 'engine-failure', step: failing, message: 'the cable was pulled' });
    expect(failed.steps).toBe(failing - 1);
    expect(failed.history.length).toBe(epochs);
    expect(ends).toEqual(['engine-failure']);
    const stopped = await train({ shuffle: false }, { handlers: [stopAfter(failing - 1)], validation: undefined });
    for (const name of failed.network.parameters) {
      expect(failed.network.graph.initializers.get(name)).toEqual(stopped.network.graph.initializers.get(name));
    }
  });

  it('ends where the engine fails while it validates', async () => {
    const { reason, history } = await train({}, { executor: failingAfter(executor, 14) });
    expect(reason).toMatchObject({ kind: 'engine-failure', step: 14 });
    expect(history).toEqual([]);
  });

  it('throws where the engine cannot make the first step', async () => {
    await expect(train({}, { executor: failingAfter(executor, 0) })).rejects.toThrow('the cable was pulled');
  });

  it('names the sample whose input is not finite', async () => {
    const spoilt = blobs(200, 1, (x) => {
      x[2 * 37] = Number.NaN;
    });
    const { reason } = await train({ shuffle: false }, { train: spoilt });
    expect(reason).toMatchObject({ kind: 'non-finite', step: 3, origin: { layer: 'input', sample: 37 } });
  });

  it('refuses targets with more classes than outputs, and data of another width', async () => {
    const narrow = sequential([{ layer: 'dense', units: 1 }], { inputShape: [2] });
    await expect(train({}, {}, narrow)).rejects.toThrow(
      /target 'y' has int64 samples .* with 2 classes; the network has 1 outputs. Give the last layer 2 units/,
    );
    const wide = sequential([{ layer: 'dense', units: 2 }], { inputShape: [3] });
    await expect(train({}, {}, wide)).rejects.toThrow(
      "blobs: samples of 'x' have shape [2], the network's input 'input' expects [3]",
    );
  });
});

describe('predict', () => {
  it('gives the same outputs whatever the batch size, the last batch being smaller', async () => {
    const { network } = await train({});
    const data = blobs(50, 9);
    const whole = await predict(network, data, { executor, batchSize: 50 });
    const parts = await predict(network, data, { executor, batchSize: 16 });
    expect(whole.shape).toEqual([50, 2]);
    whole.data.forEach((number, i) => {
      expect(parts.data[i]).toBeCloseTo(number, 5);
    });
  });

  it('agrees with the accuracy that evaluate reports', async () => {
    const { network } = await train({});
    const data = blobs(50, 9);
    const { data: logits } = await predict(network, data, { executor });
    const right = Array.from({ length: 50 }, (_, i) => (logits[2 * i + 1]! > logits[2 * i]! ? 1 : 0) === i % 2);
    const { metrics } = await evaluate(network, data, 'crossEntropy', { executor });
    expect(metrics.accuracy).toBe(right.filter(Boolean).length / 50);
  });
});

describe('evaluate', () => {
  it('computes the metrics that were asked for, and refuses those that do not fit', async () => {
    const { network } = await train({});
    const data = blobs(50, 9);
    const { metrics } = await evaluate(network, data, 'crossEntropy', { executor, metrics: ['f1', 'auc'] });
    expect(Object.keys(metrics)).toEqual(['f1', 'auc']);
    expect(metrics.auc).toBeGreaterThan(0.95);
    await expect(evaluate(network, data, 'crossEntropy', { executor, metrics: ['rmse'] })).rejects.toThrow(
      'the metric rmse does not fit the loss crossEntropy. Use one of accuracy, topKAccuracy, precision',
    );
  });
});
