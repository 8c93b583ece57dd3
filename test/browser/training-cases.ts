import { RandomStream, type Tensor, tensor } from '../../src/core/index.ts';
import { MemoryDataset } from '../../src/data/browser.ts';
import { compose, type LayerInput, type LossName } from '../../src/nn/index.ts';
import { type OptimizerOptions, optimizerOptions } from '../../src/optim/index.ts';
import type { Executor } from '../../src/runtime/browser.ts';
import { TrainingEngine } from '../../src/train/browser.ts';

/** A network and how it is trained, the same on every engine. */
interface TrainingCase {
  readonly inputShape: readonly number[];
  /** Inputs are indices below this number, and not real numbers. */
  readonly vocabulary?: number;
  readonly layers: readonly LayerInput[];
  readonly loss: LossName;
  /** Classes, or the width of a target of real numbers. */
  readonly outputs: number;
  readonly optimizer: OptimizerOptions;
}

/** What a training ended with, as plain numbers. */
export interface TrainedNumbers {
  readonly losses: readonly number[];
  /** Every parameter, and after them the running statistics. */
  readonly parameters: readonly number[];
}

export const steps = 5;
const batchSize = 8;
const batches = 2;
const seed = 3;

const adam = optimizerOptions.parse({ name: 'adam' });
// Of plain gradients: where one is 0 but for rounding, as that of the keys' bias, Adam would make steps of the rounding.
const sgd = optimizerOptions.parse({ name: 'sgd', learningRate: 0.05, momentum: 0.9 });

export const trainingCases: Readonly<Record<string, TrainingCase>> = {
  'dense layers and Adam': {
    inputShape: [8],
    layers: [
      { layer: 'dense', units: 16 },
      { layer: 'dense', units: 16, activation: 'tanh' },
      { layer: 'dense', units: 4 },
    ],
    loss: 'crossEntropy',
    outputs: 4,
    optimizer: adam,
  },
  'convolutions, pooling and batch norm': {
    inputShape: [2, 8, 8],
    layers: [
      { layer: 'conv2d', filters: 8, bias: false },
      { layer: 'batchNorm' },
      { layer: 'maxPool2d' },
      { layer: 'conv2d', filters: 8, strides: 2, bias: false },
      { layer: 'batchNorm' },
      { layer: 'globalAveragePool' },
      { layer: 'dense', units: 3 },
    ],
    loss: 'crossEntropy',
    outputs: 3,
    optimizer: adam,
  },
  'an attention block with layer norm': {
    inputShape: [6, 8],
    layers: [
      { layer: 'layerNorm', name: 'first' },
      { layer: 'multiHeadAttention', heads: 2, causal: true, name: 'attention' },
      { layer: 'add', inputs: ['input', 'attention'], name: 'residual' },
      { layer: 'layerNorm' },
      { layer: 'dense', units: 16, activation: 'gelu' },
      { layer: 'dense', units: 8, activation: 'linear', name: 'widened' },
      { layer: 'add', inputs: ['residual', 'widened'] },
      { layer: 'flatten' },
      { layer: 'dense', units: 2 },
    ],
    loss: 'mse',
    outputs: 2,
    optimizer: sgd,
  },
  'an LSTM': {
    inputShape: [5, 4],
    layers: [
      { layer: 'lstm', units: 8 },
      { layer: 'dense', units: 3 },
    ],
    loss: 'crossEntropy',
    outputs: 3,
    optimizer: adam,
  },
  'an embedding': {
    inputShape: [6],
    vocabulary: 11,
    layers: [{ layer: 'embedding', vocabularySize: 11, units: 4 }, { layer: 'flatten' }, { layer: 'dense', units: 3 }],
    loss: 'crossEntropy',
    outputs: 3,
    optimizer: adam,
  },
  'depthwise convolutions': {
    inputShape: [4, 7, 7],
    layers: [
      { layer: 'conv2d', filters: 4, groups: 4, strides: 2 },
      { layer: 'conv2d', filters: 8, kernelSize: 1 },
      { layer: 'averagePool2d' },
      { layer: 'flatten' },
      { layer: 'dense', units: 1 },
    ],
    loss: 'huber',
    outputs: 1,
    optimizer: adam,
  },
  'dropout with one seed': {
    inputShape: [12],
    layers: [
      { layer: 'dense', units: 24 },
      { layer: 'dropout', rate: 0.4 },
      { layer: 'dense', units: 3 },
    ],
    loss: 'crossEntropy',
    outputs: 3,
    optimizer: adam,
  },
};

function datasetOf({ inputShape, vocabulary, loss, outputs }: TrainingCase): MemoryDataset {
  const samples = batchSize * batches;
  const random = new RandomStream(seed, 'data');
  const normal = (shape: readonly number[]) =>
    tensor(
      'float32',
      shape,
      Float32Array.from({ length: shape.reduce((a, b) => a * b, 1) }, () => random.normal()),
    );
  const indices = (shape: readonly number[], bound: number) =>
    tensor(
      'int64',
      shape,
      BigInt64Array.from({ length: shape.reduce((a, b) => a * b, 1) }, () => BigInt(random.integer(bound))),
    );
  const shape = [samples, ...inputShape];
  const input: Tensor = vocabulary === undefined ? normal(shape) : indices(shape, vocabulary);
  const target: Tensor = loss === 'crossEntropy' ? indices([samples], outputs) : normal([samples, outputs]);
  return new MemoryDataset({
    source: 'random numbers',
    layout: 'unknown',
    inputs: [{ name: 'input', values: input }],
    target: { name: 'target', values: target },
  });
}

/** Trains a case for some steps and returns its losses and what it ended with. */
export async function train(name: string, executor: Executor): Promise<TrainedNumbers> {
  const description = trainingCases[name]!;
  const { layers, inputShape, vocabulary, loss, optimizer } = description;
  const network = compose(layers, {
    inputs: { input: { shape: [...inputShape], type: vocabulary === undefined ? 'float32' : 'int64' } },
    seed,
  });
  const dataset = datasetOf(description);
  const engine = new TrainingEngine(network, { executor, loss, optimizer, seed });
  const losses: number[] = [];
  try {
    for (let step = 1; step <= steps; step++) {
      const first = ((step - 1) % batches) * batchSize;
      await engine.load(
        dataset,
        Uint32Array.from({ length: batchSize }, (_, row) => first + row),
      );
      losses.push((await engine.step(step, optimizer.learningRate)).loss);
    }
    const { parameters, states } = engine.snapshot();
    return { losses, parameters: [parameters, ...states].flatMap((vector) => [...vector]) };
  } finally {
    await engine.release();
  }
}
