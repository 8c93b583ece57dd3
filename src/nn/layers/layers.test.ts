import { describe, expect, it } from 'vitest';
import { checkGradient } from '../../autodiff/index.ts';
import { fromNumbers, RandomStream, type Tensor, validate } from '../../core/index.ts';
import { GraphBuilder, type Value } from '../../graph/index.ts';
import { catalogue, evaluate, toReference } from '../../ops/index.ts';
import { type InitializerOptions, initialize, type ParameterShape } from '../initializers/index.ts';
import { sequential } from '../sequential.ts';
import { type LayerInput, layerDefinition, layerSchema } from './index.ts';

/** What one layer makes of an input, with the values given for some of its initializers. */
function apply(layer: LayerInput, input: Tensor, values: Record<string, number[]> = {}) {
  const { graph } = sequential([{ ...layer, name: 'it' }], {
    inputShape: input.shape.slice(1),
    inputType: input.dtype,
  });
  const initializers = new Map(graph.initializers);
  for (const [part, numbers] of Object.entries(values)) {
    const { dtype, shape } = initializers.get(`it/${part}`)!;
    initializers.set(`it/${part}`, fromNumbers(dtype, shape, numbers));
  }
  return evaluate({ ...graph, initializers }, { input: toReference(input) }).output!;
}

const random = new RandomStream(1, 'inputs');
const draw = (...shape: number[]) =>
  fromNumbers(
    'float32',
    shape,
    Array.from({ length: shape.reduce((a, b) => a * b) }, () => random.normal()),
  );
const range = (...shape: number[]) =>
  fromNumbers(
    'float32',
    shape,
    Array.from({ length: shape.reduce((a, b) => a * b) }, (_, i) => i + 1),
  );

/** Mean and variance of consecutive pieces. */
function moments(data: Float64Array, size: number) {
  return Array.from({ length: data.length / size }, (_, i) => {
    const piece = data.subarray(i * size, (i + 1) * size);
    const mean = piece.reduce((sum, x) => sum + x, 0) / size;
    return { mean, variance: piece.reduce((sum, x) => sum + (x - mean) ** 2, 0) / size };
  });
}

describe('normalisations', () => {
  it.each<[string, LayerInput, number[], number]>([
    ['layerNorm over the features of vectors', { layer: 'layerNorm' }, [3, 5], 5],
    ['layerNorm over the features of each step', { layer: 'layerNorm' }, [2, 3, 5], 5],
    ['layerNorm over the whole of an image', { layer: 'layerNorm' }, [2, 3, 4, 5], 60],
    ['groupNorm over groups of channels', { layer: 'groupNorm', groups: 2 }, [2, 4, 3, 2], 12],
    ['groupNorm with a group a channel by default', { layer: 'groupNorm' }, [2, 4, 3], 3],
    ['instanceNorm over each channel', { layer: 'instanceNorm' }, [2, 3, 4, 2], 8],
  ])('%s gives mean 0 and variance 1', (_title, layer, shape, size) => {
    for (const { mean, variance } of moments(apply(layer, draw(...shape)).data, size)) {
      expect(mean).toBeCloseTo(0, 6);
      expect(variance).toBeCloseTo(1, 3);
    }
  });

  it('scale and shift what they have normalised', () => {
    const values = { scale: [2, 2, 2, 2], bias: [5, 5, 5, 5] };
    const [found] = moments(apply({ layer: 'layerNorm' }, draw(1, 4), values).data, 4);
    expect(found!.mean).toBeCloseTo(5, 6);
    expect(found!.variance).toBeCloseTo(4, 3);
  });

  it('say what does not fit', () => {
    expect(() => apply({ layer: 'groupNorm', groups: 3 }, draw(1, 4, 2))).toThrow(
      "layer 'it': 3 groups must divide 4 channels. Set 'groups' to a divisor",
    );
    expect(() => apply({ layer: 'instanceNorm' }, draw(1, 4))).toThrow(
      "layer 'it': the input has shape [batch, 4], expected [batch, channels, ...spatial]",
    );
  });
});

describe('embedding', () => {
  const layer: LayerInput = { layer: 'embedding', vocabularySize: 3, units: 2 };

  it('looks up a vector for each index', () => {
    const indices = fromNumbers('int64', [2, 2], [2, 0, 1, 1]);
    const { shape, data } = apply(layer, indices, { table: [1, 2, 3, 4, 5, 6] });
    expect(shape).toEqual([2, 2, 2]);
    expect([...data]).toEqual([5, 6, 1, 2, 3, 4, 3, 4]);
  });

  it('asks for whole numbers', () => {
    expect(() => apply(layer, draw(2, 2))).toThrow(
      "layer 'it': the input has type float32, expected int64 indices. Give the network an input of type int64",
    );
  });
});

describe('image layers', () => {
  it('globalMaxPool keeps the greatest element of each channel', () => {
    const { shape, data } = apply({ layer: 'globalMaxPool' }, range(1, 2, 2, 3));
    expect(shape).toEqual([1, 2]);
    expect([...data]).toEqual([6, 12]);
  });

  it('upsample2d repeats pixels', () => {
    const { shape, data } = apply({ layer: 'upsample2d', factor: [2, 3] }, range(1, 1, 1, 2));
    expect(shape).toEqual([1, 1, 2, 6]);
    expect([...data]).toEqual([1, 1, 1, 2, 2, 2, 1, 1, 1, 2, 2, 2]);
  });

  it('zeroPadding2d puts zeros on the sides asked for', () => {
    const { shape, data } = apply({ layer: 'zeroPadding2d', padding: [1, 0, 0, 2] }, range(1, 1, 1, 2));
    expect(shape).toEqual([1, 1, 2, 4]);
    expect([...data]).toEqual([0, 0, 0, 0, 1, 2, 0, 0]);
    expect(apply({ layer: 'zeroPadding2d' }, range(1, 1, 2, 2)).shape).toEqual([1, 1, 4, 4]);
  });

  it('conv3d moves its kernel over volumes', () => {
    const { shape } = apply({ layer: 'conv3d', filters: 4, strides: [1, 2, 2] }, draw(2, 3, 3, 4, 5));
    expect(shape).toEqual([2, 4, 3, 2, 3]);
    const layer: LayerInput = { layer: 'conv3d', filters: 1, kernelSize: 2, padding: 'valid' };
    const { data } = apply(layer, range(1, 1, 2, 2, 2), { kernel: [1, 1, 1, 1, 1, 1, 1, 1], bias: [0.5] });
    expect([...data]).toEqual([36.5]);
  });
});

/** A layer on its own, for an input whose shape is known throughout: what it writes, and its parameters. */
function write(layer: LayerInput, shape: readonly number[]) {
  const options = validate(layerSchema, layer, 'layer');
  if (options.layer === 'shared') throw new Error('a shared layer writes no nodes of its own');
  const builder = new GraphBuilder(catalogue);
  const input = builder.input('x', 'float32', shape);
  const parameters: Record<string, Tensor> = {};
  const parameter = (part: string, description: ParameterShape, initializer: InitializerOptions): Value => {
    parameters[part] = initialize(initializer, description, 0, part);
    return builder.input(part, 'float32', description.shape);
  };
  const output = layerDefinition(options.layer).build(
    {
      builder,
      name: 'it',
      inputs: [input],
      parameter,
      constant: (part, tensor) => builder.initializer(part, tensor),
      error: (message) => new Error(message),
    },
    input,
    options,
  );
  builder.output(output);
  return { graph: builder.build(), parameters, output };
}

describe('convTranspose2d', () => {
  it.each<[string, Extract<LayerInput, { layer: 'convTranspose2d' }>, number[]]>([
    ['same, which gives length · stride', { layer: 'convTranspose2d', strides: 2 }, [2, 4, 6, 10]],
    [
      'same, with strides longer than the kernel',
      { layer: 'convTranspose2d', strides: [3, 1], kernelSize: 2 },
      [2, 4, 9, 5],
    ],
    ['valid', { layer: 'convTranspose2d', strides: 2, padding: 'valid' }, [2, 4, 7, 11]],
    ['cropped', { layer: 'convTranspose2d', padding: 1, dilation: 2, groups: 2 }, [2, 4, 5, 7]],
  ])('enlarges images, %s, and can be trained', (_title, layer, shape) => {
    const { graph, parameters, output } = write({ ...layer, filters: 4, activation: 'tanh' }, [2, 2, 3, 5]);
    expect(output.shape).toEqual(shape);
    const feeds = { x: draw(2, 2, 3, 5), ...parameters };
    expect(checkGradient(graph, feeds, ['x', 'kernel', 'bias']).relativeError).toBeLessThan(1e-6);
  });

  it('gives outputs of variance 1 for inputs of variance 1, whatever the stride', () => {
    const { graph, parameters, output } = write(
      { layer: 'convTranspose2d', filters: 8, kernelSize: 4, strides: 2, activation: 'linear' },
      [2, 16, 6, 6],
    );
    const feeds = {
      x: toReference(draw(2, 16, 6, 6)),
      ...Object.fromEntries(Object.entries(parameters).map(([name, value]) => [name, toReference(value)])),
    };
    const data = evaluate(graph, feeds)[output.name]!.data;
    const [all] = moments(data, data.length);
    expect(all!.variance).toBeGreaterThan(0.7);
    expect(all!.variance).toBeLessThan(1.2);
  });
});

describe('recurrent layers', () => {
  const kinds = ['lstm', 'gru', 'simpleRnn'] as const;

  it.each(kinds)('%s gives the last step, or all of them', (layer) => {
    const x = draw(2, 4, 3);
    const all = apply({ layer, units: 5, returnSequences: true }, x);
    const last = apply({ layer, units: 5 }, x);
    expect(all.shape).toEqual([2, 4, 5]);
    expect(last.shape).toEqual([2, 5]);
    const lastOfAll = [...all.data.subarray(15, 20), ...all.data.subarray(35, 40)];
    last.data.forEach((element, i) => {
      expect(element).toBeCloseTo(lastOfAll[i]!, 12);
    });
  });

  it.each(kinds)('%s joins both directions: each ends where it has read everything', (layer) => {
    const x = draw(1, 4, 3);
    const all = apply({ layer, units: 2, bidirectional: true, returnSequences: true }, x);
    const last = apply({ layer, units: 2, bidirectional: true }, x);
    expect(all.shape).toEqual([1, 4, 4]);
    const expected = [...all.data.subarray(12, 14), ...all.data.subarray(2, 4)];
    last.data.forEach((element, i) => {
      expect(element).toBeCloseTo(expected[i]!, 12);
    });
  });

  it('a simple recurrence computes tanh(W x + R h + b)', () => {
    const values = { kernel: [0.5], recurrent_kernel: [2], bias: [0.1, 0.2] };
    const { data } = apply({ layer: 'simpleRnn', units: 1 }, range(1, 2, 1), values);
    expect(data[0]).toBeCloseTo(Math.tanh(0.5 * 2 + 0.3 + 2 * Math.tanh(0.5 + 0.3)), 6);
  });

  it('store parameters as ONNX does, the forget gate open at first, the recurrence orthogonal', () => {
    const network = sequential([{ layer: 'lstm', units: 2, bidirectional: true }], { inputShape: [4, 3] });
    const tensor = (part: string) => network.graph.initializers.get(`lstm_1/${part}`)!;
    expect(['kernel', 'recurrent_kernel', 'bias'].map((part) => tensor(part).shape)).toEqual([
      [2, 8, 3],
      [2, 8, 2],
      [2, 16],
    ]);
    const direction = [0, 0, 0, 0, 1, 1, 0, 0, ...new Array<number>(8).fill(0)];
    expect([...tensor('bias').data]).toEqual([...direction, ...direction]);
    const r = tensor('recurrent_kernel').data as Float32Array;
    for (const start of [0, 16]) {
      const product = (a: number, b: number) =>
        Array.from({ length: 8 }, (_, row) => r[start + 2 * row + a]! * r[start + 2 * row + b]!).reduce(
          (x, y) => x + y,
        );
      expect(product(0, 0)).toBeCloseTo(1, 6);
      expect(product(1, 1)).toBeCloseTo(1, 6);
      expect(product(0, 1)).toBeCloseTo(0, 6);
    }
    expect(Array.from(r.subarray(0, 16))).not.toEqual(Array.from(r.subarray(16)));
  });

  it('ask for a sequence', () => {
    expect(() => apply({ layer: 'gru', units: 2 }, draw(2, 3))).toThrow(
      "layer 'it': the input has shape [batch, 3], expected [batch, time, features]. Give the data an axis for time",
    );
  });
});

describe('multiHeadAttention', () => {
  it('takes the mean of all values where queries find nothing, of those before where it is causal', () => {
    // Queries and keys are 0; values are the input itself, and so is the output's projection.
    const identity = [1, 0, 0, 1];
    const values = { projection_kernel: [0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 1], output_kernel: identity };
    const x = fromNumbers('float32', [1, 3, 2], [1, 10, 2, 20, 6, 60]);
    const of = (causal: boolean) => [...apply({ layer: 'multiHeadAttention', heads: 1, causal }, x, values).data];
    expect(of(false)).toEqual([3, 30, 3, 30, 3, 30]);
    expect(of(true)).toEqual([1, 10, 1.5, 15, 3, 30]);
  });

  it('agrees with the definition, head by head', () => {
    const network = sequential([{ layer: 'multiHeadAttention', heads: 2, keyDim: 3, bias: false }], {
      inputShape: [4, 5],
    });
    const x = draw(1, 4, 5);
    const found = evaluate(network.graph, { input: toReference(x) }).output!.data;
    const numbers = (part: string) =>
      network.graph.initializers.get(`multi_head_attention_1/${part}`)!.data as Float32Array;
    const kernel = numbers('projection_kernel');
    const output = numbers('output_kernel');
    const input = x.data as Float32Array;
    const project = (step: number, column: number) =>
      Array.from({ length: 5 }, (_, i) => input[step * 5 + i]! * kernel[i * 18 + column]!).reduce((a, b) => a + b);
    const expected = new Float64Array(20);
    for (let head = 0; head < 2; head++) {
      for (let step = 0; step < 4; step++) {
        const scores = [0, 1, 2, 3].map((other) =>
          Math.exp(
            [0, 1, 2]
              .map((k) => project(step, 3 * head + k) * project(other, 6 + 3 * head + k))
              .reduce((a, b) => a + b) / Math.sqrt(3),
          ),
        );
        const total = scores.reduce((a, b) => a + b);
        for (let k = 0; k < 3; k++) {
          const value = scores
            .map((score, other) => (score / total) * project(other, 12 + 3 * head + k))
            .reduce((a, b) => a + b);
          for (let i = 0; i < 5; i++) expected[step * 5 + i]! += value * output[(3 * head + k) * 5 + i]!;
        }
      }
    }
    expected.forEach((element, i) => {
      expect(found[i]).toBeCloseTo(element, 5);
    });
  });

  it('says which numbers of heads fit', () => {
    expect(() => apply({ layer: 'multiHeadAttention', heads: 4 }, draw(1, 2, 6))).toThrow(
      "layer 'it': 4 heads must divide 6 features. Set 'heads' to a divisor, or 'keyDim'",
    );
  });
});

describe('dense', () => {
  it('treats every step of a sequence alike', () => {
    const values = { kernel: [1, 2], bias: [0.5] };
    const { shape, data } = apply({ layer: 'dense', units: 1 }, range(1, 2, 2), values);
    expect(shape).toEqual([1, 2, 1]);
    expect([...data]).toEqual([5.5, 11.5]);
  });
});

describe('concat', () => {
  it('joins along another axis than the batch', () => {
    const join = (axis: number) =>
      sequential([{ layer: 'flatten' }, { layer: 'concat', inputs: ['flatten_1', 'flatten_1'], axis }], {
        inputShape: [3],
      });
    expect(join(1).graph.outputs[0]!.shape).toEqual(['batch', 6]);
    expect(join(-1).graph.outputs[0]!.shape).toEqual(['batch', 6]);
    expect(() => join(0)).toThrow('expected another axis than the batch');
  });
});
