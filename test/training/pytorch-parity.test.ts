import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { elementCount, type Tensor } from '../../src/core/index.ts';
import { MemoryDataset } from '../../src/data/index.ts';
import { openNpz } from '../../src/data/readers/npz.ts';
import { type LayerInput, type LossName, type Network, sequential, withInitializers } from '../../src/nn/index.ts';
import { type OptimizerOptions, optimizerOptions } from '../../src/optim/index.ts';
import { type ExecutorName, openExecutor } from '../../src/runtime/index.ts';
import { TrainingEngine } from '../../src/train/index.ts';

interface Case {
  readonly file: string;
  readonly layers: readonly LayerInput[];
  readonly loss: LossName;
  readonly optimizer: OptimizerOptions;
}

const cases: Record<string, Case> = {
  'a dense classifier trained by Adam': {
    file: 'dense-training.npz',
    layers: [
      { layer: 'dense', units: 32 },
      { layer: 'dense', units: 16 },
      { layer: 'dense', units: 5 },
    ],
    loss: 'crossEntropy',
    optimizer: optimizerOptions.parse({ name: 'adam' }),
  },
  'a dense regression trained by SGD with momentum': {
    file: 'dense-regression-training.npz',
    layers: [
      { layer: 'dense', units: 16, activation: 'tanh' },
      { layer: 'dense', units: 1 },
    ],
    loss: 'mse',
    optimizer: optimizerOptions.parse({ name: 'sgd', momentum: 0.9, learningRate: 0.01 }),
  },
  'a convolutional network with batch norm trained by Adam': {
    file: 'conv-training.npz',
    layers: [
      { layer: 'conv2d', filters: 8, bias: false },
      { layer: 'batchNorm' },
      { layer: 'maxPool2d' },
      { layer: 'conv2d', filters: 16, bias: false },
      { layer: 'batchNorm' },
      { layer: 'averagePool2d' },
      { layer: 'flatten' },
      { layer: 'dense', units: 10 },
    ],
    loss: 'crossEntropy',
    optimizer: optimizerOptions.parse({ name: 'adam' }),
  },
};

const engines: ExecutorName[] = ['onnxruntime-node', 'onnxruntime-web'];

describe.each(engines)('20 training steps follow PyTorch 2.13 on %s', (engine) => {
  it.each(Object.entries(cases))('%s', async (_name, { file, layers, loss, optimizer }) => {
    const arrays = await readArrays(file);
    const x = merge(arrays.get('x')!);
    const batchSize = arrays.get('y')!.shape[1]!;
    const initial = sequential(layers, { inputShape: x.shape.slice(1) });
    const network = withInitializers(initial, parametersOf(arrays, 'initial', initial));
    const dataset = new MemoryDataset({
      source: file,
      layout: 'unknown',
      inputs: [{ name: 'input', values: x }],
      target: { name: 'target', values: merge(arrays.get('y')!) },
    });
    const executor = await openExecutor({ engine });
    const training = new TrainingEngine(network, { executor, loss, optimizer, seed: 0 });
    const expected = arrays.get('losses')!.data as Float64Array;
    for (let step = 1; step <= expected.length; step++) {
      const indices = Uint32Array.from({ length: batchSize }, (_, row) => (step - 1) * batchSize + row);
      await training.load(dataset, indices);
      const result = await training.step(step, optimizer.learningRate);
      expect(Math.abs(result.loss - expected[step - 1]!) / expected[step - 1]!).toBeLessThan(1e-4);
    }
    const trained = training.network();
    await training.release();
    const finals = parametersOf(arrays, 'final', initial);
    expect(finals.size).toBeGreaterThan(0);
    for (const [name, tensor] of finals) {
      const ours = trained.graph.initializers.get(name)!.data as Float32Array;
      const worst = (tensor.data as Float32Array).reduce(
        (most, number, i) => Math.max(most, Math.abs(number - ours[i]!)),
        0,
      );
      expect({ name, worst: worst < 1e-5 ? 0 : worst }).toEqual({ name, worst: 0 });
    }
  });
});

async function readArrays(file: string): Promise<Map<string, Tensor>> {
  const archive = await openNpz(fileURLToPath(new URL(`../fixtures/pytorch/${file}`, import.meta.url)));
  const arrays = new Map<string, Tensor>();
  for (const name of archive.names) arrays.set(name, (await archive.read(name)) as Tensor);
  return arrays;
}

/** `[steps, batch, ...]` → `[steps · batch, ...]`. */
function merge(tensor: Tensor): Tensor {
  const [steps, batch, ...sample] = tensor.shape as [number, number, ...number[]];
  return { ...tensor, shape: [steps * batch, ...sample] };
}

/** The stored tensors of one moment by the network's initializer names: `initial__dense_1__kernel` is `dense_1/kernel`. */
function parametersOf(arrays: Map<string, Tensor>, moment: string, network: Network): Map<string, Tensor> {
  const found = new Map<string, Tensor>();
  for (const [key, tensor] of arrays) {
    if (!key.startsWith(`${moment}__`)) continue;
    const name = key.slice(moment.length + 2).replaceAll('__', '/');
    const own = network.graph.initializers.get(name);
    if (own === undefined || elementCount(own.shape) !== tensor.data.length) {
      throw new Error(`the fixture's ${key} does not fit the network`);
    }
    found.set(name, tensor);
  }
  return found;
}
