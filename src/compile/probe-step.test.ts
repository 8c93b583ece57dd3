import { describe, expect, it } from 'vitest';
import { fromNumbers, RandomStream, type Tensor } from '../core/index.ts';
import { type LayerInput, type Network, sequential } from '../nn/index.ts';
import { evaluate, type ReferenceTensor, toReference } from '../ops/index.ts';
import { bindDimensions, toTrainingForm } from '../passes/index.ts';
import type { ActivationStatistics } from './activation-statistics.ts';
import { compileProbeStep, type ProbeStep } from './probe-step.ts';

const batchSize = 6;

/** Random data, the network's own numbers and a seed, by the names of the probe's inputs. */
function feedsOf(network: Network, { graph }: ProbeStep): Record<string, Tensor> {
  const random = new RandomStream(1, 'feeds');
  const { initializers } = network.graph;
  const flat = network.parameters.flatMap((name) => Array.from(initializers.get(name)!.data as Float32Array));
  return Object.fromEntries(
    graph.inputs.map(({ name, dtype, shape }): [string, Tensor] => {
      if (name === 'parameters') return [name, fromNumbers('float32', [flat.length], flat)];
      if (dtype === 'int32') return [name, fromNumbers('int32', [], [77])];
      const lengths = shape as number[];
      const count = lengths.reduce((product, length) => product * length, 1);
      const drawn = fromNumbers(
        dtype,
        lengths,
        Float64Array.from({ length: count }, () => random.normal()),
      );
      return [name, initializers.get(name) ?? drawn];
    }),
  );
}

/** What a probe reads, by layer, when the float64 interpreter runs it. */
function probe(step: ProbeStep, feeds: Record<string, Tensor>): Map<string, ActivationStatistics> {
  const own = Object.entries(feeds).map(([name, feed]): [string, ReferenceTensor] => [name, toReference(feed)]);
  const { data } = evaluate(step.graph, Object.fromEntries(own))[step.statistics.name]!;
  return new Map(step.layers.map((layer) => [layer.name, layer.read(data)]));
}

/** The layers' outputs of the network in training form, nothing lowered, in float64. */
function activations(network: Network, feeds: Record<string, Tensor>): ReferenceTensor[] {
  const outputs = network.layers.map(({ output }) => ({ name: output, ...network.graph.types.get(output)! }));
  const bound = bindDimensions(toTrainingForm({ ...network.graph, outputs }).graph, { batch: batchSize });
  const own = bound.inputs.map(({ name }): [string, ReferenceTensor] => [name, toReference(feeds[name]!)]);
  const results = evaluate(bound, Object.fromEntries(own));
  return outputs.map(({ name }) => results[name]!);
}

const share = (numbers: readonly number[], test: (x: number) => boolean) =>
  numbers.filter(test).length / numbers.length;

function expected({ data, shape }: ReferenceTensor): Omit<ActivationStatistics, 'saturated'> {
  const numbers = Array.from(data);
  const mean = numbers.reduce((sum, x) => sum + x, 0) / numbers.length;
  const units = shape[1]!;
  const inner = numbers.length / shape[0]! / units;
  const alive = new Set(numbers.flatMap((x, i) => (x === 0 ? [] : [Math.floor(i / inner) % units])));
  return {
    mean,
    deviation: Math.sqrt(numbers.reduce((sum, x) => sum + (x - mean) ** 2, 0) / numbers.length),
    minimum: Math.min(...numbers),
    maximum: Math.max(...numbers),
    zeros: share(numbers, (x) => x === 0),
    deadUnits: 1 - alive.size / units,
  };
}

const images: LayerInput[] = [
  { layer: 'conv2d', filters: 16 },
  { layer: 'maxPool2d' },
  { layer: 'conv2d', filters: 32, activation: 'linear' },
  { layer: 'batchNorm', activation: 'relu' },
  { layer: 'averagePool2d' },
  { layer: 'flatten' },
  { layer: 'dropout', rate: 0.4 },
  { layer: 'dense', units: 12, activation: 'sigmoid' },
  { layer: 'dense', units: 9, activation: 'tanh' },
  { layer: 'dense', units: 4, activation: 'softmax' },
];

describe('compileProbeStep', () => {
  it('has statistics of each layer that are those of the float64 activations, dropout and batch norm included', () => {
    const network = sequential(images, { inputShape: [3, 8, 8] });
    const step = compileProbeStep(network, { batchSize, target: 'onnxruntime-node', values: false });
    const feeds = feedsOf(network, step);
    const seen = probe(step, feeds);
    const outputs = activations(network, feeds);
    expect([...seen.keys()]).toEqual(network.layers.map(({ name }) => name));
    network.layers.forEach(({ name }, index) => {
      const actual = seen.get(name)!;
      for (const [key, number] of Object.entries(expected(outputs[index]!))) {
        const error = Math.abs(actual[key as keyof ActivationStatistics]! - number);
        // Constants of a lowering (the scale of dropout) are float32.
        expect(error, `${name}, ${key}`).toBeLessThanOrEqual(1e-7 * Math.max(Math.abs(number), actual.deviation));
      }
    });
    expect(seen.get('dropout_1')!.zeros).toBeGreaterThan(0.3);
    expect(seen.get('conv2d_1')!.saturated).toBeUndefined();
  });

  it('counts saturated units of each bounded activation', () => {
    const layers: LayerInput[] = [
      { layer: 'affine', scale: [4], offset: [0], name: 'wide' },
      { layer: 'activation', activation: 'sigmoid' },
      { layer: 'affine', scale: [8], offset: [-4] },
      { layer: 'activation', activation: 'tanh' },
      { layer: 'affine', scale: [9], offset: [0] },
      { layer: 'activation', activation: 'softmax', name: 'softmax' },
      { layer: 'dense', units: 2 },
    ] as LayerInput[];
    const network = sequential(layers, { inputShape: [3] });
    const step = compileProbeStep(network, { batchSize, target: 'onnxruntime-node', values: false });
    const feeds = feedsOf(network, step);
    const seen = probe(step, feeds);
    const outputs = activations(network, feeds).map(({ data }) => Array.from(data));
    const sigmoid = share(outputs[1]!, (x) => x < 0.01 || x > 0.99);
    const tanh = share(outputs[3]!, (x) => Math.abs(x) > 0.99);
    const softmax = 3 * share(outputs[5]!, (x) => x > 0.99);
    expect(Math.min(sigmoid, tanh, softmax)).toBeGreaterThan(0);
    const saturated = network.layers.map(({ name }) => seen.get(name)!.saturated);
    [undefined, sigmoid, undefined, tanh, undefined, softmax, undefined].forEach((number, index) => {
      if (number === undefined) expect(saturated[index]).toBeUndefined();
      else expect(saturated[index]).toBeCloseTo(number, 6);
    });
  });

  it('has a mean that is not finite where an element is not', () => {
    const network = sequential(
      [
        { layer: 'dense', units: 5 },
        { layer: 'dense', units: 2 },
      ],
      { inputShape: [3] },
    );
    const step = compileProbeStep(network, { batchSize, target: 'onnxruntime-node', values: false });
    const feeds = feedsOf(network, step);
    (feeds.input!.data as Float32Array)[3] = Number.NaN;
    const seen = probe(step, feeds);
    expect(seen.get('dense_1')).toMatchObject({ mean: Number.NaN });
    expect(seen.get('dense_2')).toMatchObject({ mean: Number.NaN });
  });

  it('refuses a network that names no layers', () => {
    const { graph, parameters } = sequential([{ layer: 'dense', units: 2 }], { inputShape: [3] });
    expect(() =>
      compileProbeStep({ graph, parameters, layers: [] }, { batchSize, target: 'reference', values: false }),
    ).toThrow("network 'network' names no layers to look into");
  });
});
