import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openNetwork } from '../../src/importers/index.ts';
import { networkInput } from '../../src/nn/index.ts';

const fixtures = join(import.meta.dirname, '..', 'fixtures', 'keras');
const open = (name: string) => openNetwork(join(fixtures, name));

const statistics = (data: ArrayLike<number>) => {
  const values = Array.from(data);
  const mean = values.reduce((sum, x) => sum + x, 0) / values.length;
  const variance = values.reduce((sum, x) => sum + (x - mean) ** 2, 0) / values.length;
  return { mean, variance, largest: Math.max(...values.map(Math.abs)) };
};

describe('what compile() was given', () => {
  it.each([
    ['xor-with-relu-output', { optimizer: { name: 'sgd' }, loss: { name: 'mse', broadcast: true } }],
    ['sequence-gru', { optimizer: { name: 'sgd', momentum: 0.9 } }],
    ['counts', { optimizer: { name: 'rmsprop', alpha: 0.9, epsilonInRoot: true }, loss: { name: 'poissonOnRates' } }],
    ['logits-after-softmax', { loss: { name: 'categoricalCrossEntropy', classesLast: true } }],
    [
      'sequence-lstm',
      { optimizer: { name: 'adam', epsilon: 1e-7 }, loss: { name: 'binaryCrossEntropyOnProbabilities' } },
    ],
  ])('for %s becomes the recipe', async (name, expected) => {
    const { recipe, notes } = await open(`cases/${name}.keras`);
    expect(recipe).toMatchObject(expected);
    expect(notes).toEqual([]);
  });

  it('may hold a schedule, or be spelled as in Keras 2', async () => {
    const { recipe } = await open('stack.keras');
    expect(recipe).toMatchObject({ schedule: { name: 'exponential', gamma: 0.5 ** 0.01 } });
    expect((await open('keras2.h5')).recipe).toMatchObject({
      optimizer: { name: 'adam', learningRate: 0.002 },
      loss: { name: 'binaryCrossEntropyOnProbabilities' },
    });
  });
});

describe('an imported network', () => {
  it('has regularizers and constraints, named by variable', async () => {
    const { network } = await open('stack.keras');
    const [first] = network.parameters;
    expect(network.regularization?.parameters).toEqual({ [first!]: { l2: 0.01 } });
    expect(Object.values(network.regularization!.activations)).toEqual([{ l1: 0.1, l2: 0.2 }]);
    // Keras's axis 0 of [height, width, channels, filters] is the third of [filters, channels, height, width].
    expect(network.constraints).toEqual({ [first!]: { name: 'maxNorm', limit: 2, axes: [2] } });
  });

  it('moves channels once where the images come in and once where they are flattened', async () => {
    const { network } = await open('stack.keras');
    expect(network.graph.nodes.filter(({ opType }) => opType === 'Transpose')).toHaveLength(2);
    expect(networkInput(network).shape).toEqual(['batch', 12, 12, 3]);
  });

  it('leaves frozen layers as they are, those within models too', async () => {
    const { network } = await open('nested.keras');
    const inner = network.layers.filter(({ name }) => name.startsWith('inner/'));
    expect(inner.flatMap(({ frozen = [] }) => frozen)).toHaveLength(2);
    expect(network.parameters.some((name) => name.startsWith('inner/dense'))).toBe(false);
    expect(network.parameters).toContain('shared/kernel');
  });
});

describe('fresh weights', () => {
  it('are drawn as the layer says: Glorot uniform kernels, zero biases, unit forget biases', async () => {
    const network = (await open('cases/sequence-lstm.keras')).reinitialize(3);
    const [kernel, , bias] = network.layers[0]!.parameters.map((name) => network.graph.initializers.get(name)!);
    const limit = Math.sqrt(6 / (2 + 4 * 5));
    const { largest, variance } = statistics(kernel!.data as Float32Array);
    expect(largest).toBeLessThanOrEqual(limit);
    expect(variance / (limit ** 2 / 3)).toBeGreaterThan(0.5);
    // In ONNX's order of gates: input, output, forget, cell.
    expect([...(bias!.data as Float32Array)]).toEqual(
      Array.from({ length: 20 }, (_, i) => (i >= 10 && i < 15 ? 1 : 0)),
    );
  });

  it('are the same for the same seed and others for another', async () => {
    const model = await open('cases/counts.keras');
    const [name] = model.network.parameters;
    const draw = (seed: number) => model.reinitialize(seed).graph.initializers.get(name!)!.data;
    expect(draw(1)).toEqual(draw(1));
    expect(draw(1)).not.toEqual(draw(2));
  });

  it('stand in a model from to_json(), which holds none', async () => {
    const { format, network, notes } = await open('stack.json');
    expect(format).toBe('keras-json');
    expect(notes[0]?.message).toContain('holds no weights');
    const [kernel] = network.parameters.map((name) => network.graph.initializers.get(name)!);
    expect(statistics(kernel!.data as Float32Array).variance).toBeGreaterThan(0.01);
  });
});
