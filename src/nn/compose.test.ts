import { describe, expect, it } from 'vitest';
import { evaluate, toReference } from '../ops/index.ts';
import { compose } from './compose.ts';
import type { LayerInput } from './layers/index.ts';
import { networkFromModel, networkMetadata, parameterCount } from './network.ts';

const vector = { inputs: { x: { shape: [4] } } };
const opTypes = (layers: LayerInput[], shape = [4]) =>
  compose(layers, { inputs: { x: { shape } } }).graph.nodes.map((node) => node.opType);

describe('compose', () => {
  it('feeds each layer by the one before, unless it names its inputs', () => {
    const { graph } = compose(
      [
        { layer: 'dense', units: 4, name: 'branch', activation: 'linear' },
        { layer: 'dense', units: 4, inputs: ['x'], activation: 'linear' },
        { layer: 'add', inputs: ['branch', 'dense_2'] },
      ],
      vector,
    );
    const [first, second, sum] = graph.nodes;
    expect([first!.inputs[0], second!.inputs[0]]).toEqual(['x', 'x']);
    expect(sum!.inputs).toEqual([first!.outputs[0], second!.outputs[0]]);
  });

  it('names inputs and outputs as it is told, in order', () => {
    const { graph, layers } = compose(
      [
        { layer: 'dense', units: 3, inputs: ['right'], name: 'a' },
        { layer: 'dense', units: 2, inputs: ['left'], name: 'b' },
      ],
      { inputs: { left: { shape: [2] }, right: { shape: [5] } }, outputs: { second: 'b', first: 'a' } },
    );
    expect(graph.inputs.map(({ name, shape }) => [name, shape])).toEqual([
      ['left', ['batch', 2]],
      ['right', ['batch', 5]],
    ]);
    expect(graph.outputs.map(({ name, shape }) => [name, shape])).toEqual([
      ['second', ['batch', 2]],
      ['first', ['batch', 3]],
    ]);
    expect(layers.map((layer) => layer.output)).toEqual(['first', 'second']);
  });

  it('takes int64 where an embedding reads an input, and float32 elsewhere', () => {
    const embedding: LayerInput = { layer: 'embedding', vocabularySize: 5, units: 2 };
    const { graph } = compose(
      [
        { ...embedding, inputs: ['words'] },
        { layer: 'lstm', units: 2 },
        { layer: 'concat', inputs: ['lstm_1', 'x'] },
      ],
      {
        inputs: { x: { shape: [3] }, words: { shape: [4] } },
      },
    );
    expect(graph.inputs.map(({ dtype }) => dtype)).toEqual(['float32', 'int64']);
  });

  it('computes what shared layers say: the same function of every input', () => {
    const network = compose(
      [
        { layer: 'dense', units: 3, name: 'encode', inputs: ['left'], activation: 'tanh' },
        { layer: 'shared', of: 'encode', inputs: ['right'] },
      ],
      {
        inputs: { left: { shape: [2] }, right: { shape: [2] } },
        outputs: { left_code: 'encode', right_code: 'encode_again_1' },
      },
    );
    expect(network.parameters).toEqual(['encode/kernel', 'encode/bias']);
    expect(parameterCount(network)).toBe(9);
    expect(network.layers.map(({ kind, parameters }) => [kind, parameters.length])).toEqual([
      ['dense', 2],
      ['shared', 0],
    ]);
    const x = toReference({ dtype: 'float32', shape: [1, 2], data: Float32Array.of(0.3, -2) });
    const { left_code, right_code } = evaluate(network.graph, { left: x, right: x });
    expect(left_code!.data).toEqual(right_code!.data);
  });

  it('keeps the statistics of a shared batch norm once', () => {
    const { graph } = compose(
      [
        { layer: 'batchNorm', name: 'norm' },
        { layer: 'shared', of: 'norm' },
      ],
      vector,
    );
    const [first, second] = graph.nodes;
    expect(second!.inputs.slice(1)).toEqual(first!.inputs.slice(1));
  });

  describe('places default activations', () => {
    it('linearly where no weights follow, in every branch', () => {
      const { graph } = compose(
        [
          { layer: 'dense', units: 4, name: 'trunk' },
          { layer: 'dense', units: 2, name: 'a' },
          { layer: 'dense', units: 2, name: 'b', inputs: ['trunk'] },
        ],
        { ...vector, outputs: { a: 'a', b: 'b' } },
      );
      expect(graph.nodes.map((node) => node.opType)).toEqual(['Gemm', 'Relu', 'Gemm', 'Gemm', 'Identity', 'Identity']);
    });

    it('before recurrences and attention, which have weights', () => {
      const startOf = (layer: LayerInput) => opTypes([{ layer: 'dense', units: 4 }, layer], [3, 2]).slice(0, 3);
      const hidden = ['MatMul', 'Add', 'Relu'];
      expect(startOf({ layer: 'lstm', units: 2 })).toEqual(hidden);
      expect(startOf({ layer: 'multiHeadAttention', heads: 2 })).toEqual(hidden);
      expect(startOf({ layer: 'layerNorm' })).toEqual(['MatMul', 'Add', 'LayerNormalization']);
    });

    it.each(['batchNorm', 'layerNorm', 'groupNorm', 'instanceNorm'] as const)('behind a %s', (layer) => {
      const layers: LayerInput[] = [{ layer: 'conv2d', filters: 2 }, { layer }, { layer: 'conv2d', filters: 2 }];
      const found = opTypes(layers, [1, 4, 4]);
      expect(found[0]).toBe('Conv');
      expect(found[1]).toMatch(/Normalization$/);
      expect(found.slice(2)).toEqual(['Relu', 'Conv', 'Identity']);
    });

    it('not behind a normalisation that is not the only reader', () => {
      const layers: LayerInput[] = [
        { layer: 'dense', units: 4, name: 'hidden' },
        { layer: 'batchNorm' },
        { layer: 'add', inputs: ['hidden', 'batch_norm_1'] },
        { layer: 'dense', units: 2 },
      ];
      expect(opTypes(layers)).toEqual(['Gemm', 'Relu', 'BatchNormalization', 'Add', 'Gemm', 'Identity']);
    });

    it('once for all uses of a shared layer: ReLU where weights follow any of them', () => {
      const layers: LayerInput[] = [
        { layer: 'dense', units: 4, name: 'turn' },
        { layer: 'shared', of: 'turn' },
      ];
      expect(opTypes(layers)).toEqual(['Gemm', 'Relu', 'Gemm', 'Relu', 'Identity']);
    });
  });

  it('leaves the parameters of a layer that is not trainable out of training', () => {
    const network = compose(
      [
        { layer: 'dense', units: 3, trainable: false },
        { layer: 'dense', units: 2 },
      ],
      vector,
    );
    expect(network.parameters).toEqual(['dense_2/kernel', 'dense_2/bias']);
    expect(network.layers[0]).toMatchObject({ parameters: [], frozen: ['dense_1/kernel', 'dense_1/bias'] });
    const model = {
      graph: network.graph,
      irVersion: 10,
      opsetImports: new Map([['', 21]]),
      producerName: 'test',
      producerVersion: '',
      metadata: networkMetadata(network),
    };
    expect(networkFromModel(model)).toEqual(network);
  });

  it.each<[string, LayerInput[], string]>([
    [
      'an unknown input',
      [{ layer: 'dense', units: 2, inputs: ['y'] }],
      "layers: layer 'dense_1' takes 'y', which is no input and no layer before it",
    ],
    [
      'a misspelt layer',
      [
        { layer: 'dense', units: 2, name: 'encoder' },
        { layer: 'add', inputs: ['encoder', 'encodr'] },
      ],
      "takes 'encodr', which is no input and no layer before it (did you mean 'encoder'?)",
    ],
    [
      'a layer of another name shared',
      [
        { layer: 'dense', units: 2, name: 'encoder' },
        { layer: 'shared', of: 'encodes' },
      ],
      "shares 'encodes', which is no layer before it (did you mean 'encoder'?)",
    ],
    [
      'a shared layer with an input of another shape',
      [
        { layer: 'dense', units: 2, name: 'encoder' },
        { layer: 'shared', of: 'encoder' },
      ],
      "layer 'encoder_again_1': it shares 'encoder/kernel' of shape [4, 2], its input asks for [2, 2]",
    ],
    ['the name of an input', [{ layer: 'dense', units: 2, name: 'x' }], "layer 'x' has the name of an input"],
    [
      'a branch that leads nowhere',
      [
        { layer: 'dense', units: 2, name: 'forgotten' },
        { layer: 'dense', units: 2, inputs: ['x'] },
      ],
      "layers: layer 'forgotten' leads to no output. Name it in the 'inputs' of a later layer",
    ],
    [
      'one input for a layer that merges',
      [{ layer: 'dense', units: 2 }, { layer: 'add' }],
      "layer 'add_1': add has one input, expected two or more. Name what it takes in 'inputs'",
    ],
    [
      'two inputs for a layer that takes one',
      [
        { layer: 'dense', units: 2, name: 'h' },
        { layer: 'flatten', inputs: ['x', 'h'] },
      ],
      "layer 'flatten_1': flatten has 2 inputs, expected one",
    ],
    [
      'a sum of shapes that differ',
      [
        { layer: 'dense', units: 2, name: 'h' },
        { layer: 'add', inputs: ['x', 'h'] },
      ],
      "layer 'add_1': adds [batch, 4] and [batch, 2], expected inputs of one shape",
    ],
  ])('names the place of %s', (_title, layers, message) => {
    expect(() => compose(layers, vector)).toThrow(message);
  });

  it('asks which of several inputs the first layer takes, and for the use of all', () => {
    const inputs = { a: { shape: [2] }, b: { shape: [2] } };
    expect(() => compose([{ layer: 'flatten' }], { inputs })).toThrow(
      "layer 'flatten_1': say in 'inputs' which of 'a', 'b' it takes",
    );
    expect(() => compose([{ layer: 'flatten', inputs: ['a'] }], { inputs })).toThrow("no layer takes the input 'b'");
    expect(() => compose([{ layer: 'flatten' }], { ...vector, outputs: { y: 'flat' } })).toThrow(
      "the output 'flat' is no layer; there are 'flatten_1'",
    );
  });
});
