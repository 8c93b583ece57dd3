import { beforeAll, describe, expect, it } from 'vitest';
import { compileTrainingStep, type TrainingStep } from '../../src/compile/index.ts';
import { type ConcreteShape, elementCount, RandomStream, type Tensor, toFloat64 } from '../../src/core/index.ts';
import { MemoryDataset } from '../../src/data/index.ts';
import { freeze, functional, type LayerInput, type Network, sequential } from '../../src/nn/index.ts';
import { evaluate, type ReferenceTensor } from '../../src/ops/index.ts';
import { type Executor, openExecutor } from '../../src/runtime/index.ts';
import * as training from '../../src/train/index.ts';

const chain = (inputShape: ConcreteShape, ...layers: LayerInput[]) => sequential(layers, { inputShape });

const networks: Record<string, Network> = {
  'a residual network': functional(({ input, layer, add }) => {
    const image = input('image', [2, 6, 6]);
    const first = layer({ layer: 'conv2d', filters: 4 })(image);
    const branch = layer({ layer: 'batchNorm' })(layer({ layer: 'conv2d', filters: 4 })(first));
    const sum = layer({ layer: 'activation' })(add(first, branch));
    return layer({ layer: 'dense', units: 3 })(layer({ layer: 'globalAveragePool' })(sum));
  }),
  'a network of two inputs': functional(({ input, layer, concat }) => {
    const pixels = layer({ layer: 'globalMaxPool' })(
      layer({ layer: 'conv2d', filters: 5 })(input('pixels', [1, 5, 5])),
    );
    const numbers = layer({ layer: 'dense', units: 4 })(input('numbers', [3]));
    return layer({ layer: 'dense', units: 3 })(concat(pixels, numbers));
  }),
  'a network with a shared layer': functional(({ input, layer, concat }) => {
    const encode = layer({ layer: 'dense', units: 6, name: 'encode' });
    const normalize = layer({ layer: 'batchNorm' });
    const [left, right] = [input('left', [4]), input('right', [4])];
    return layer({ layer: 'dense', units: 3 })(concat(normalize(encode(left)), normalize(encode(right))));
  }),
  'a network with a frozen layer': freeze(
    chain([4], { layer: 'dense', units: 5 }, { layer: 'batchNorm' }, { layer: 'dense', units: 3 }),
    ['dense_1', 'batch_norm_1'],
  ),
  'a network of embeddings and a bidirectional LSTM': sequential(
    [
      { layer: 'embedding', vocabularySize: 7, units: 4 },
      { layer: 'lstm', units: 3, bidirectional: true },
      { layer: 'dense', units: 3 },
    ],
    { inputShape: [5] },
  ),
  'stacked recurrences': chain(
    [4, 3],
    { layer: 'gru', units: 3, returnSequences: true, bidirectional: true },
    { layer: 'simpleRnn', units: 4, returnSequences: true },
    { layer: 'simpleRnn', units: 4, activation: 'relu', bidirectional: true, bias: false },
    { layer: 'dense', units: 3 },
  ),
  'a transformer block': functional(({ input, layer, add }) => {
    const x = layer({ layer: 'embedding', vocabularySize: 7, units: 6 })(input('tokens', [4]));
    const attend = layer({ layer: 'multiHeadAttention', heads: 2, causal: true });
    const seen = add(x, attend(layer({ layer: 'layerNorm' })(x)));
    const wide = layer({ layer: 'dense', units: 12, activation: 'gelu' })(layer({ layer: 'layerNorm' })(seen));
    const block = add(seen, layer({ layer: 'dense', units: 6, activation: 'linear' })(wide));
    return layer({ layer: 'dense', units: 3 })(layer({ layer: 'flatten' })(block));
  }),
  'an encoder and a decoder': chain(
    [2, 6, 6],
    { layer: 'zeroPadding2d', padding: [0, 1, 2, 1] },
    { layer: 'conv2d', filters: 4, strides: 2 },
    { layer: 'groupNorm', groups: 2 },
    { layer: 'convTranspose2d', filters: 4, strides: 2, groups: 2 },
    { layer: 'instanceNorm' },
    { layer: 'upsample2d', factor: [1, 2] },
    { layer: 'conv2d', filters: 2 },
    { layer: 'layerNorm' },
    { layer: 'flatten' },
    { layer: 'dense', units: 3 },
  ),
  'a convolution over volumes': chain(
    [2, 3, 4, 4],
    { layer: 'conv3d', filters: 3, strides: [1, 2, 1] },
    { layer: 'globalMaxPool' },
    { layer: 'dense', units: 3 },
  ),
};

/** Samples of three classes; the inputs of a class lie around a point of its own. */
function dataFor(network: Network, samples: number): MemoryDataset {
  const random = new RandomStream(5, 'samples');
  const labels = BigInt64Array.from({ length: samples }, (_, i) => BigInt(i % 3));
  const inputs = network.graph.inputs.map(({ name, dtype, shape }) => {
    const sample = shape.slice(1) as number[];
    const size = elementCount(sample);
    const centres = Float64Array.from({ length: 3 * size }, () => random.normal());
    const at = (i: number) => centres[(Math.floor(i / size) % 3) * size + (i % size)]! + 0.3 * random.normal();
    const length = samples * size;
    const values: Tensor =
      dtype === 'int64'
        ? {
            dtype,
            shape: [samples, ...sample],
            data: BigInt64Array.from({ length }, (_, i) => BigInt(at(i) > 0 ? 5 : i % 3)),
          }
        : { dtype: 'float32', shape: [samples, ...sample], data: Float32Array.from({ length }, (_, i) => at(i)) };
    return { name, values };
  });
  const target = { name: 'class', values: { dtype: 'int64' as const, shape: [samples], data: labels } };
  return new MemoryDataset({ source: 'clusters', layout: 'unknown', inputs, target });
}

/** What the compiled step is fed with, in float32. */
function feedsFor(network: Network, step: TrainingStep): Record<string, Tensor> {
  const dataset = dataFor(network, step.batchSize);
  const order = Uint32Array.from({ length: step.batchSize }, (_, i) => i);
  const feeds: Record<string, Tensor> = {};
  for (const { name, dtype, shape } of [...step.dataInputs, step.target]) {
    const count = elementCount(shape as number[]);
    const field = name === step.target.name ? 'class' : name;
    const data = dtype === 'int64' ? new BigInt64Array(count) : new Float32Array(count);
    dataset.gather(field, order, data);
    feeds[name] = { dtype, shape, data } as Tensor;
  }
  const flat = new Float32Array(step.layout.length);
  const random = new RandomStream(6, 'parameters');
  const { initializers } = network.graph;
  for (const { name, offset } of step.layout.entries) {
    // Biases that are all zero would leave kinks of ReLU and ties under the test.
    flat.set(
      (initializers.get(name)!.data as Float32Array).map((value) => value + 0.05 * random.normal()),
      offset,
    );
  }
  for (const { name, shape, offset, length } of step.parameterInputs) {
    feeds[name] = { dtype: 'float32', shape, data: flat.slice(offset, offset + length) };
  }
  for (const { name } of step.states) feeds[name] = initializers.get(name)!;
  return feeds;
}

const toDouble = (tensor: Tensor): ReferenceTensor => ({
  dtype: tensor.dtype,
  shape: tensor.shape,
  data: Float64Array.from(toFloat64(tensor)),
});

let executor: Executor;
beforeAll(async () => {
  executor = await openExecutor({ engine: 'onnxruntime-node' });
});

describe.each(Object.entries(networks))('%s', (_title, network) => {
  const step = () => compileTrainingStep(network, { loss: 'crossEntropy', batchSize: 4, target: executor.target });

  it('has gradients that agree with central differences in float64, and with ONNX Runtime in float32', async () => {
    const compiled = step();
    const feeds = feedsFor(network, compiled);
    const point = Object.fromEntries(Object.entries(feeds).map(([name, feed]) => [name, toDouble(feed)]));
    const exact = evaluate(compiled.graph, point);
    const random = new RandomStream(7, 'direction');
    const directions = new Map(
      compiled.parameterInputs.map(({ name, length }) => [
        name,
        Float64Array.from({ length }, () => 2 * random.uniform() - 1),
      ]),
    );
    const moved = (distance: number) => {
      const shifted = { ...point };
      for (const [name, direction] of directions) {
        const base = point[name]!;
        shifted[name] = { ...base, data: base.data.map((element, i) => element + distance * direction[i]!) };
      }
      return evaluate(compiled.graph, shifted, [compiled.loss])[compiled.loss]!.data[0]!;
    };
    const change = 1e-6;
    const numeric = (moved(change) - moved(-change)) / (2 * change);
    let analytic = 0;
    for (const { name, offset } of compiled.gradientOutputs) {
      const input = compiled.parameterInputs.find((candidate) => candidate.offset === offset)!.name;
      exact[name]!.data.forEach((element, i) => {
        analytic += element * directions.get(input)![i]!;
      });
    }
    expect(Math.abs(analytic - numeric)).toBeLessThan(1e-6 * Math.max(1, Math.abs(numeric)));

    const executable = await executor.load(compiled.graph);
    const results = await executable.run(feeds);
    await executable.release();
    for (const { name } of [{ name: compiled.loss }, ...compiled.gradientOutputs]) {
      const wanted = exact[name]!.data;
      const scale = wanted.reduce((most, element) => Math.max(most, Math.abs(element)), 1e-3);
      toFloat64(results[name]!).forEach((found, i) => {
        expect(Math.abs(found - wanted[i]!)).toBeLessThan(2e-3 * scale);
      });
    }
  });

  it('learns, and leaves what is frozen as it is', async () => {
    const train = dataFor(network, 24);
    const recipe = training.resolveRecipe({ batchSize: 8, epochs: 12, learningRate: 0.01 });
    const run = await training.fit(network, { executor, recipe, loss: 'crossEntropy', train });
    expect(run.history.at(-1)!.loss).toBeLessThan(0.8 * run.history[0]!.loss);
    const before = network.graph.initializers;
    const after = run.network.graph.initializers;
    for (const name of network.parameters) expect(after.get(name)!.data).not.toEqual(before.get(name)!.data);
    for (const name of network.layers.flatMap((layer) => layer.frozen ?? [])) {
      expect(after.get(name)!.data).toEqual(before.get(name)!.data);
    }
  });
});

describe('a frozen batch norm', () => {
  it('keeps scale and bias; its running statistics still follow the data', async () => {
    const network = networks['a network with a frozen layer']!;
    const recipe = training.resolveRecipe({ batchSize: 8, epochs: 1 });
    const run = await training.fit(network, { executor, recipe, loss: 'crossEntropy', train: dataFor(network, 24) });
    const { initializers } = run.network.graph;
    expect([...initializers.get('batch_norm_1/scale')!.data]).toEqual([1, 1, 1, 1, 1]);
    expect([...initializers.get('batch_norm_1/running_mean')!.data]).not.toEqual([0, 0, 0, 0, 0]);
  });
});
