import { describe, expect, it } from 'vitest';
import { elementCount, fromNumbers, type Tensor } from '../../src/core/index.ts';
import { MemoryDataset } from '../../src/data/index.ts';
import { compose, type LayerInput, withInitializers } from '../../src/nn/index.ts';
import { optimizerOptions } from '../../src/optim/index.ts';
import { type ExecutorName, openExecutor } from '../../src/runtime/index.ts';
import { TrainingEngine } from '../../src/train/index.ts';
import stored from '../fixtures/pytorch/network-training.json' with { type: 'json' };

type NetworkName = keyof typeof stored.networks;

/** The inputs and labels of a network, and the range that a parameter is drawn from, as the fixture tells them. */
interface Training {
  readonly learningRate: number;
  readonly x: {
    readonly shape: readonly number[];
    readonly low?: number;
    readonly high?: number;
    readonly vocabulary?: number;
  };
  readonly y: { readonly shape: readonly number[]; readonly classes: number };
  readonly parameters: Readonly<Record<string, { shape: readonly number[]; low: number; high: number }>>;
  readonly losses: readonly number[];
}

const conv = (name: string, filters: number, more: object = {}): LayerInput => ({
  layer: 'conv2d',
  name,
  filters,
  bias: false,
  activation: 'linear',
  padding: 1,
  ...more,
});
const pointwise = { kernelSize: 1, padding: 0 };
const batchNorm = (name: string, activation: 'relu' | 'linear' = 'relu'): LayerInput => ({
  layer: 'batchNorm',
  name,
  activation,
});

/** Two convolutions with a way around them; `before` is the name of what they take. */
function residualBlock(stage: number, filters: number, before: string): LayerInput[] {
  const strides = stage === 1 ? 1 : 2;
  return [
    conv(`first_${stage}`, filters, { strides, inputs: [before] }),
    batchNorm(`first_norm_${stage}`),
    conv(`second_${stage}`, filters),
    batchNorm(`second_norm_${stage}`, 'linear'),
    ...(stage === 1
      ? []
      : [
          conv(`shortcut_${stage}`, filters, { ...pointwise, strides, inputs: [before] }),
          batchNorm(`shortcut_norm_${stage}`, 'linear'),
        ]),
    {
      layer: 'add',
      inputs: [stage === 1 ? before : `shortcut_norm_${stage}`, `second_norm_${stage}`],
    },
    { layer: 'activation', name: `block_${stage}` },
  ];
}

/** A block of a transformer, normalised before each part. */
function transformerBlock(block: number, before: string): LayerInput[] {
  return [
    { layer: 'layerNorm', name: `attention_norm_${block}`, inputs: [before] },
    { layer: 'multiHeadAttention', name: `attention_${block}`, heads: 4, causal: true },
    { layer: 'add', name: `attended_${block}`, inputs: [before, `attention_${block}`] },
    { layer: 'layerNorm', name: `dense_norm_${block}` },
    { layer: 'dense', name: `wide_${block}`, units: 64, activation: 'gelu' },
    { layer: 'dense', name: `narrow_${block}`, units: 16, activation: 'linear' },
    { layer: 'add', name: `block_${block}`, inputs: [`attended_${block}`, `narrow_${block}`] },
  ];
}

const image = { kernelSize: 3, padding: 1 } as const;

const networks: Record<NetworkName, readonly LayerInput[]> = {
  resnet: [
    conv('stem', 16),
    batchNorm('stem_norm'),
    ...residualBlock(1, 16, 'stem_norm'),
    ...residualBlock(2, 32, 'block_1'),
    ...residualBlock(3, 64, 'block_2'),
    { layer: 'globalAveragePool' },
    { layer: 'dense', name: 'head', units: 10 },
  ],
  unet: [
    { layer: 'conv2d', name: 'down_1', filters: 8, ...image },
    { layer: 'maxPool2d' },
    { layer: 'conv2d', name: 'down_2', filters: 16, ...image },
    { layer: 'maxPool2d' },
    { layer: 'conv2d', name: 'bottom', filters: 32, ...image },
    { layer: 'convTranspose2d', name: 'rise', filters: 16, kernelSize: 2, strides: 2 },
    { layer: 'concat', inputs: ['down_2', 'rise'] },
    { layer: 'conv2d', name: 'up_2', filters: 16, ...image },
    { layer: 'upsample2d', name: 'larger', interpolation: 'bilinear' },
    { layer: 'concat', inputs: ['down_1', 'larger'] },
    { layer: 'conv2d', name: 'up_1', filters: 8, ...image },
    { layer: 'conv2d', name: 'head', filters: 3, kernelSize: 1 },
  ],
  lstm: [
    { layer: 'embedding', name: 'words', vocabularySize: 20, units: 8 },
    { layer: 'lstm', name: 'memory', units: 12, bidirectional: true },
    { layer: 'dense', name: 'head', units: 4 },
  ],
  gpt: [
    { layer: 'embedding', name: 'words', vocabularySize: 20, units: 16 },
    { layer: 'positionEmbedding', name: 'places' },
    ...transformerBlock(1, 'places'),
    ...transformerBlock(2, 'block_1'),
    { layer: 'layerNorm', name: 'last_norm' },
    { layer: 'dense', name: 'head', units: 20 },
    { layer: 'permute', axes: [2, 1] },
  ],
  depthwise: [
    conv('stem', 8, { strides: 2 }),
    batchNorm('stem_norm'),
    conv('spatial_1', 8, { groups: 8 }),
    batchNorm('spatial_norm_1'),
    conv('pointwise_1', 16, pointwise),
    batchNorm('pointwise_norm_1'),
    conv('spatial_2', 16, { groups: 16, strides: 2 }),
    batchNorm('spatial_norm_2'),
    conv('pointwise_2', 24, pointwise),
    batchNorm('pointwise_norm_2'),
    { layer: 'globalAveragePool' },
    { layer: 'dense', name: 'head', units: 5 },
  ],
};

/** Numbers in [0, 1) from a name, as network-parity.py draws them: 32-bit FNV-1a, then a linear congruential generator. */
function draw(name: string, count: number): number[] {
  let state = 2166136261;
  for (const byte of new TextEncoder().encode(name)) state = Math.imul(state ^ byte, 16777619) >>> 0;
  return Array.from({ length: count }, () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return (state >>> 8) / 2 ** 24;
  });
}

function inputsOf(name: string, { x }: Training, rows: number): Tensor {
  const shape = [rows, ...x.shape];
  const numbers = draw(`${name} x`, elementCount(shape));
  const { vocabulary, low = 0, high = 1 } = x;
  if (vocabulary === undefined)
    return fromNumbers(
      'float32',
      shape,
      numbers.map((number) => low + (high - low) * number),
    );
  return fromNumbers(
    'int64',
    shape,
    numbers.map((number) => Math.floor(number * vocabulary)),
  );
}

const engines: ExecutorName[] = ['onnxruntime-node', 'onnxruntime-web'];

describe.each(engines)('20 training steps of usual networks follow PyTorch 2.13 to 1e-4 on %s', (engine) => {
  it.each(Object.keys(networks) as NetworkName[])('%s', async (name) => {
    const training: Training = stored.networks[name];
    const rows = stored.batch * stored.batches;
    const x = inputsOf(name, training, rows);
    const labels = [rows, ...training.y.shape];
    const classes = draw(`${name} y`, elementCount(labels)).map((number) => Math.floor(number * training.y.classes));
    const initial = compose(networks[name], { inputs: { input: { shape: training.x.shape } } });
    const parameters = Object.entries(training.parameters);
    expect(parameters.map(([parameter]) => parameter).toSorted()).toEqual(initial.parameters.toSorted());
    const network = withInitializers(
      initial,
      new Map(
        parameters.map(([parameter, { shape, low, high }]) => {
          const numbers = draw(`${name}/${parameter}`, elementCount(shape));
          return [
            parameter,
            fromNumbers(
              'float32',
              shape,
              numbers.map((number) => low + (high - low) * number),
            ),
          ];
        }),
      ),
    );
    const dataset = new MemoryDataset({
      source: name,
      layout: 'unknown',
      inputs: [{ name: 'input', values: x }],
      target: { name: 'target', values: fromNumbers('int64', labels, classes) },
    });
    const executor = await openExecutor({ engine });
    const optimizer = optimizerOptions.parse({ name: 'adam', learningRate: training.learningRate });
    const engineOfTraining = new TrainingEngine(network, { executor, loss: 'crossEntropy', optimizer, seed: 0 });
    const departures: number[] = [];
    for (const [i, expected] of training.losses.entries()) {
      const first = (i % stored.batches) * stored.batch;
      await engineOfTraining.load(
        dataset,
        Uint32Array.from({ length: stored.batch }, (_, row) => first + row),
      );
      const { loss } = await engineOfTraining.step(i + 1, optimizer.learningRate);
      departures.push(Math.abs(loss - expected) / expected);
    }
    await engineOfTraining.release();
    expect(departures).toHaveLength(20);
    expect(Math.max(...departures)).toBeLessThan(1e-4);
  });
});
