import { describe, expect, it } from 'vitest';
import { fromNumbers, RandomStream } from '../core/index.ts';
import { fitPreparation, inferTask, type Layout, MemoryDataset } from '../data/index.ts';
import { findLoss, type LossChoice, sequential, withPreparation } from '../nn/index.ts';
import { evaluate, toReference } from '../ops/index.ts';
import { defaultLayers, defaultLoss } from './default-network.ts';

const samples = 40;

function dataset(layout: Layout, shape: number[], target: 'classes' | 'numbers' | 'oneHot') {
  const random = new RandomStream(1, 'data');
  const size = shape.reduce((product, length) => product * length, 1);
  const x = Array.from({ length: samples * size }, () => 100 + 20 * random.normal());
  const y = {
    classes: fromNumbers(
      'int64',
      [samples],
      Array.from({ length: samples }, (_, i) => i % 3),
    ),
    numbers: fromNumbers(
      'float32',
      [samples, 1],
      Array.from({ length: samples }, (_, i) => 1000 + (i % 7)),
    ),
    oneHot: fromNumbers(
      'float32',
      [samples, 2],
      Array.from({ length: 2 * samples }, (_, i) => ((i + (i >> 1)) % 2 ? 1 : 0)),
    ),
  }[target];
  return new MemoryDataset({
    source: 'data',
    layout,
    inputs: [{ name: 'x', values: fromNumbers('float32', [samples, ...shape], x) }],
    target: { name: 'y', values: y },
  });
}

function build(data: MemoryDataset, loss?: LossChoice) {
  const task = inferTask(data);
  const layers = defaultLayers(data, task, { loss: loss ?? defaultLoss(task) });
  const plain = sequential(layers, { inputShape: data.inputs[0]!.shape });
  const scaleTarget = findLoss(loss ?? defaultLoss(task)).output === 'numbers';
  const network = withPreparation(plain, fitPreparation(data, 'auto', { scaleTarget })!);
  const { shape } = network.graph.outputs[0]!;
  return { task, kinds: layers.map((layer) => layer.layer), network, shape };
}

describe('defaultLayers', () => {
  it('gives vectors two dense layers of 128 and a linear output for the classes', () => {
    const { kinds, shape, task } = build(dataset('features', [5], 'classes'));
    expect(kinds).toEqual(['dense', 'dense', 'dense']);
    expect(shape).toEqual(['batch', 3]);
    expect(defaultLoss(task)).toBe('crossEntropy');
  });

  it.each([
    ['NHW', [28, 28], ['reshape']],
    ['NHWC', [28, 28, 3], ['permute']],
    ['NCHW', [3, 28, 28], []],
  ] as [Layout, number[], string[]][])(
    'brings %s images to channels first, then convolves 64 and 128 filters',
    (layout, shape, first) => {
      const { kinds, network } = build(dataset(layout, shape, 'classes'));
      expect(kinds).toEqual([...first, 'conv2d', 'maxPool2d', 'conv2d', 'maxPool2d', 'flatten', 'dense', 'dense']);
      const filters = network.graph.nodes.filter((node) => node.opType === 'Conv');
      expect(filters.map((node) => network.graph.types.get(node.outputs[0]!)!.shape[1])).toEqual([64, 128]);
    },
  );

  it('pools large images more often, and tiny ones no further than they go', () => {
    const poolings = (side: number) =>
      build(dataset('NHW', [side, side], 'classes')).kinds.filter((kind) => kind === 'maxPool2d').length;
    expect([1, 2, 8, 16, 64].map(poolings)).toEqual([0, 1, 1, 2, 4]);
  });

  it('takes outputs for numbers to the targets’ own range', () => {
    const data = dataset('features', [5], 'numbers');
    const { network, task } = build(data);
    expect(network.layers.at(-1)!.kind).toBe('target_range');
    expect(defaultLoss(task)).toBe('mse');
    const input = toReference(fromNumbers('float32', [1, 5], [100, 100, 100, 100, 100]));
    const output = evaluate(network.graph, { input }).output!.data[0]!;
    expect(Math.abs(output - 1003)).toBeLessThan(10);
  });

  it.each([
    ['crossEntropyOnProbabilities', 'classes', 'Softmax'],
    ['binaryCrossEntropyOnProbabilities', 'oneHot', 'Sigmoid'],
    ['poissonOnRates', 'numbers', 'Softplus'],
  ] as [LossChoice, 'classes' | 'numbers' | 'oneHot', string][])(
    'ends in what the loss %s can take, and other losses linearly',
    (loss, target, opType) => {
      const { network, kinds } = build(dataset('features', [5], target), loss);
      expect(network.graph.nodes.findLast((node) => node.opType !== 'Identity')!.opType).toBe(opType);
      expect(kinds.at(-1)).toBe('dense');
      const plain = build(dataset('features', [5], target)).network.graph.nodes;
      expect(plain.some((node) => node.opType === opType)).toBe(false);
    },
  );

  it('leaves the range of log-rates alone', () => {
    expect(build(dataset('features', [5], 'numbers'), 'poisson').network.layers.at(-1)!.kind).toBe('dense');
  });

  it('gives one-hot targets their own loss', () => {
    const { task, shape } = build(dataset('features', [5], 'oneHot'));
    expect(defaultLoss(task)).toBe('categoricalCrossEntropy');
    expect(shape).toEqual(['batch', 2]);
  });

  it('whitens with the training samples’ statistics, so that they get mean 0 and deviation 1', () => {
    const data = dataset('features', [5], 'classes');
    const { network } = build(data);
    const x = new Float32Array(samples * 5);
    data.gather(
      'x',
      Uint32Array.from({ length: samples }, (_, i) => i),
      x,
    );
    const input = toReference({ dtype: 'float32', shape: [samples, 5], data: x });
    const whitened = evaluate(network.graph, { input }, [network.layers[0]!.output])[network.layers[0]!.output]!;
    for (let column = 0; column < 5; column++) {
      const values = Array.from({ length: samples }, (_, i) => whitened.data[5 * i + column]!);
      const mean = values.reduce((sum, value) => sum + value, 0) / samples;
      expect(mean).toBeCloseTo(0, 5);
      expect(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / samples).toBeCloseTo(1, 4);
    }
  });
});
