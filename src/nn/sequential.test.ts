import { describe, expect, it } from 'vitest';
import { evaluate, toReference } from '../ops/index.ts';
import type { LayerInput } from './layers/index.ts';
import { networkFromModel, networkMetadata, parameterCount } from './network.ts';
import { sequential } from './sequential.ts';

const operatorsOf = (layers: LayerInput[], inputShape: number[]) =>
  sequential(layers, { inputShape }).graph.nodes.map((node) => node.opType);

describe('sequential', () => {
  it('puts ReLU between layers and none on the last (G2, G3)', () => {
    const layers: LayerInput[] = [
      { layer: 'dense', units: 4 },
      { layer: 'dense', units: 3 },
      { layer: 'dense', units: 2 },
    ];
    expect(operatorsOf(layers, [5])).toEqual(['Gemm', 'Relu', 'Gemm', 'Relu', 'Gemm', 'Identity']);
  });

  it('gives every layer with weights a bias (G4), unless told otherwise', () => {
    const { parameters } = sequential(
      [
        { layer: 'dense', units: 4 },
        { layer: 'dense', units: 2, bias: false },
      ],
      { inputShape: [5] },
    );
    expect(parameters).toEqual(['dense_1/kernel', 'dense_1/bias', 'dense_2/kernel']);
  });

  it('moves the default activation behind a batch norm', () => {
    const layers: LayerInput[] = [
      { layer: 'conv2d', filters: 2 },
      { layer: 'batchNorm' },
      { layer: 'maxPool2d' },
      { layer: 'flatten' },
      { layer: 'dense', units: 2 },
    ];
    expect(operatorsOf(layers, [1, 4, 4])).toEqual([
      'Conv',
      'BatchNormalization',
      'Relu',
      'MaxPool',
      'Flatten',
      'Gemm',
      'Identity',
    ]);
  });

  it('initialises by variance scaling of scale 2 before ReLU and 1 before a linear output (G5)', () => {
    const { layers } = sequential(
      [
        { layer: 'dense', units: 4 },
        { layer: 'dense', units: 2 },
      ],
      { inputShape: [5] },
    );
    expect(layers.map((layer) => layer.initializer)).toEqual([
      'variance scaling (fan_in, 2)',
      'variance scaling (fan_in, 1)',
    ]);
  });

  it('keeps the batch symbolic, and knows every layer’s output shape', () => {
    const network = sequential(
      [{ layer: 'conv2d', filters: 8, strides: 2 }, { layer: 'flatten' }, { layer: 'dense', units: 10 }],
      { inputShape: [3, 9, 9] },
    );
    const shapes = network.layers.map((layer) => network.graph.types.get(layer.output)?.shape);
    expect(shapes).toEqual([
      ['batch', 8, 5, 5],
      ['batch', 200],
      ['batch', 10],
    ]);
    expect(parameterCount(network)).toBe(8 * 27 + 8 + 2000 + 10);
  });

  it('whitens with the numbers given, a constant feature becoming 0', () => {
    const network = sequential([{ layer: 'whiten', mean: [1, 5], deviation: [2, 0] }], { inputShape: [2] });
    const input = toReference({ dtype: 'float32', shape: [2, 2], data: Float32Array.of(3, 5, -1, 5) });
    expect([...evaluate(network.graph, { input }).output!.data]).toEqual([1, 0, -1, 0]);
  });

  it('pads like Keras for "same": the odd element at the end', () => {
    const network = sequential([{ layer: 'conv1d', filters: 1, kernelSize: 2 }], { inputShape: [1, 5] });
    expect(network.graph.nodes[0]?.attributes.pads).toEqual({ type: 'ints', value: [0, 1] });
  });

  it('names the layer whose input does not fit', () => {
    expect(() => sequential([{ layer: 'dense', units: 3 }], { inputShape: [1, 4, 4] })).toThrow(
      "layer 'dense_1': the input has shape [batch, 1, 4, 4], expected [batch, features] or [batch, time, features]. Put a flatten layer before it",
    );
    expect(() => sequential([{ layer: 'maxPool2d', poolSize: 3 }], { inputShape: [1, 2, 2] })).toThrow(
      "layer 'max_pool2d_1': the pool [3, 3] is larger than the image [2, 2]",
    );
  });

  it('names a misspelt option, its place and the nearest known one', () => {
    const layers = [{ layer: 'dense', unit: 3 }] as unknown as LayerInput[];
    expect(() => sequential(layers, { inputShape: [4], source: 'recipe.json: network' })).toThrow(
      "recipe.json: network: [0].units: invalid input: expected number, received undefined; [0]: unknown field 'unit' (did you mean 'units'?)",
    );
  });

  it('refuses two layers of one name', () => {
    expect(() =>
      sequential(
        [
          { layer: 'dense', units: 3, name: 'same' },
          { layer: 'dense', units: 3, name: 'same' },
        ],
        { inputShape: [4] },
      ),
    ).toThrow("two layers are named 'same'");
  });
});

describe('networkFromModel', () => {
  const network = sequential([{ layer: 'dense', units: 3 }, { layer: 'batchNorm' }, { layer: 'dense', units: 2 }], {
    inputShape: [4],
  });
  const model = (metadata: ReadonlyMap<string, string>) => ({
    graph: network.graph,
    irVersion: 10,
    opsetImports: new Map([['', 21]]),
    producerName: 'test',
    producerVersion: '',
    metadata,
  });

  it('finds in its own metadata which initializers are trained, and the layers', () => {
    expect(networkFromModel(model(networkMetadata(network)))).toEqual(network);
  });

  it('finds none in a foreign file', () => {
    expect(networkFromModel(model(new Map()))).toBeUndefined();
  });
});
