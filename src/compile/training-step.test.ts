import { describe, expect, it } from 'vitest';
import { checkGradient } from '../autodiff/index.ts';
import { RandomStream, type Tensor } from '../core/index.ts';
import { type Graph, GraphBuilder, rebuild } from '../graph/index.ts';
import { type LayerInput, type LossName, losses, type Network, sequential } from '../nn/index.ts';
import { catalogue, evaluate, type ReferenceTensor, toReference } from '../ops/index.ts';
import { bindDimensions, toTrainingForm } from '../passes/index.ts';
import { compileEvaluationStep } from './evaluation-step.ts';
import { compileTrainingStep, type TrainingStep } from './training-step.ts';

const convolutional: LayerInput[] = [
  { layer: 'conv2d', filters: 3 },
  { layer: 'batchNorm' },
  { layer: 'maxPool2d' },
  { layer: 'conv2d', filters: 4, kernelSize: [3, 2], padding: 'valid' },
  { layer: 'averagePool2d' },
  { layer: 'flatten' },
  { layer: 'dense', units: 3 },
];
const networks: Record<string, { network: Network; loss: LossName }> = {
  'a dense network': {
    network: sequential(
      [
        { layer: 'dense', units: 7 },
        { layer: 'dense', units: 3 },
      ],
      { inputShape: [5] },
    ),
    loss: 'crossEntropy',
  },
  'a dense regression': {
    network: sequential(
      [
        { layer: 'dense', units: 7, activation: 'tanh' },
        { layer: 'dense', units: 2 },
      ],
      {
        inputShape: [5],
      },
    ),
    loss: 'mse',
  },
  'a convolutional network with batch norm': {
    network: sequential(convolutional, { inputShape: [2, 8, 8] }),
    loss: 'crossEntropy',
  },
  'a network of more parameters than go into one flat input': {
    network: sequential(
      [
        { layer: 'dense', units: 400 },
        { layer: 'dense', units: 2 },
      ],
      { inputShape: [200] },
    ),
    loss: 'binaryCrossEntropy',
  },
};
const batchSize = 4;

/** Random data for the batch, and the network's own numbers, by the compiled graph's input names. */
function feedsOf(network: Network, step: TrainingStep): Record<string, ReferenceTensor> {
  const random = new RandomStream(1, 'feeds');
  const feeds: Record<string, ReferenceTensor> = {};
  const fill = (shape: readonly (number | string)[], draw: () => number) => {
    const data = new Float64Array(shape.reduce<number>((product, length) => product * Number(length), 1)).map(draw);
    return { dtype: 'float32' as const, shape: shape as number[], data };
  };
  for (const { name, shape } of step.dataInputs) feeds[name] = fill(shape, () => random.normal());
  feeds[step.target.name] = {
    ...fill(step.target.shape, () => random.integer(2)),
    dtype: step.target.dtype,
  };
  const flat = new Float64Array(step.layout.length);
  for (const { name, offset } of step.layout.entries) flat.set(numbers(network, name), offset);
  for (const { name, shape, offset, length } of step.parameterInputs) {
    feeds[name] = { dtype: 'float32', shape, data: flat.slice(offset, offset + length) };
  }
  for (const { name } of step.states) feeds[name] = toReference(network.graph.initializers.get(name)!);
  return feeds;
}

const numbers = (network: Network, name: string) => toReference(network.graph.initializers.get(name)!).data;

/** The same loss written on the network as it stands: parameters inside, nothing lowered. */
function plainGraph(network: Network, loss: LossName): Graph {
  const bound = bindDimensions(toTrainingForm(network.graph).graph, { batch: batchSize });
  const { builder, value } = rebuild(bound, catalogue, { outputs: false });
  const output = value(network.graph.outputs[0]!.name);
  const { dtype, shape } = losses[loss].targetType(output);
  builder.output(losses[loss].write(builder, output, builder.input('target', dtype, shape)), 'loss');
  return builder.build();
}

describe.each(Object.entries(networks))('compileTrainingStep of %s', (_title, { network, loss }) => {
  const step = compileTrainingStep(network, { loss, batchSize, target: 'onnxruntime-node' });
  const feeds = feedsOf(network, step);
  const results = evaluate(step.graph, feeds);

  it('computes the loss of the plain graph', () => {
    const plain = evaluate(plainGraph(network, loss), {
      [step.dataInputs[0]!.name]: feeds[step.dataInputs[0]!.name]!,
      target: feeds[step.target.name]!,
    });
    expect(results[step.loss]!.data[0]).toBeCloseTo(plain.loss!.data[0]!, 10);
  });

  it('computes gradients that agree with central differences in every parameter', () => {
    const change = 1e-5;
    for (const { name, offset, length } of step.gradientOutputs) {
      const input = step.parameterInputs.find((candidate) => candidate.offset === offset)!.name;
      const gradients = results[name]!.data;
      for (let i = 0; i < length; i += Math.max(1, Math.floor(length / 12))) {
        const moved = (distance: number) => {
          const data = feeds[input]!.data.slice();
          data[i]! += distance;
          return evaluate(step.graph, { ...feeds, [input]: { ...feeds[input]!, data } }, [step.loss])[step.loss]!
            .data[0]!;
        };
        const numeric = (moved(change) - moved(-change)) / (2 * change);
        expect(Math.abs(gradients[i]! - numeric)).toBeLessThan(1e-5 * Math.max(1, Math.abs(numeric)));
      }
    }
  });

  it('keeps the layer on every node that a layer wrote, and lowers everything for the engine', () => {
    const unnamed = step.graph.nodes.filter((node) => node.layer === undefined).map((node) => node.opType);
    expect(unnamed.filter((opType) => !['Split', 'Reshape', 'Concat'].includes(opType))).toEqual([]);
    expect(step.graph.nodes.filter((node) => node.domain === 'netwright')).toEqual([]);
  });

  it('is compiled once for the same content, whatever the parameters are', () => {
    const again = (options: { batchSize: number }) =>
      compileTrainingStep(network, { loss, target: 'onnxruntime-node', ...options });
    expect(again({ batchSize })).toBe(step);
    expect(again({ batchSize: 5 })).not.toBe(step);
  });

  it('evaluates in inference form to the outputs of the network as it stands', () => {
    const evaluation = compileEvaluationStep(network, { batchSize, target: 'onnxruntime-node', loss });
    const input = step.dataInputs[0]!.name;
    const output = network.graph.outputs[0]!.name;
    const expected = evaluate(bindDimensions(network.graph, { batch: batchSize }), { [input]: feeds[input]! })[output]!;
    const states = new Set(step.states.map((state) => state.name));
    const own = Object.fromEntries(Object.entries(feeds).filter(([name]) => !states.has(name)));
    const actual = evaluate(evaluation.graph, own)[evaluation.output.name]!;
    expect(actual.shape).toEqual(expected.shape);
    actual.data.forEach((number, i) => {
      expect(number).toBeCloseTo(expected.data[i]!, 10);
    });
  });
});

describe('compileTrainingStep', () => {
  const compile = (network: Network, size = 4) =>
    compileTrainingStep(network, { loss: 'mse', batchSize: size, target: 'onnxruntime-node' });

  /** A network of one parameter and one operator, written by a layer of that name. */
  function networkOf(
    opType: string,
    attributes: Record<string, string | number>,
    batch: number | string = 'batch',
  ): Network {
    const builder = new GraphBuilder(catalogue, 'foreign');
    const input = builder.input('x', 'float32', [batch, 3]);
    const scale = builder.initializer('scale', { dtype: 'float32', shape: [3], data: Float32Array.of(1, 2, 3) });
    const product = builder.op('Mul', [input, scale]);
    const indices = builder.initializer('indices', {
      dtype: 'int64',
      shape: [1, 3],
      data: BigInt64Array.of(0n, 0n, 0n),
    } satisfies Tensor);
    const written = builder.withLayer('memory', () =>
      builder.op(
        opType,
        [builder.constant({ dtype: 'float32', shape: [2, 3], data: new Float32Array(6) }), indices, product],
        attributes,
      ),
    );
    builder.output(written, 'y');
    return { graph: builder.build(), parameters: ['scale'], layers: [] };
  }

  it('names the node and the layer of an operator without a gradient', () => {
    expect(() => compile(networkOf('ScatterElements', { reduction: 'mul' }, 1), 1)).toThrow(
      /ScatterElements node 'memory\/ScatterElements' of layer 'memory': /,
    );
  });

  it('names the operator that cuts every parameter off from the loss', () => {
    const builder = new GraphBuilder(catalogue, 'steps');
    const input = builder.input('x', 'float32', ['batch', 3]);
    const scale = builder.initializer('scale', { dtype: 'float32', shape: [3], data: Float32Array.of(1, 2, 3) });
    const product = builder.op('Mul', [input, scale]);
    builder.output(
      builder.withLayer('rounding', () => builder.op('Round', [product])),
      'y',
    );
    expect(() => compile({ graph: builder.build(), parameters: ['scale'], layers: [] })).toThrow(
      "Round node 'rounding/Round' of layer 'rounding': lets no gradient through, and no parameter reaches the loss",
    );
  });

  it.each(['loss', 'gradients', 'parameters', 'target', 'gradient/scale'])(
    'trains a foreign network with a value named %s',
    (name) => {
      const builder = new GraphBuilder(catalogue, 'foreign');
      const input = builder.input('x', 'float32', ['batch', 3]);
      const row = { dtype: 'float32' as const, shape: [3], data: Float32Array.of(1, 2, 3) };
      const product = builder.op('Mul', [input, builder.initializer('scale', row)], {}, { outputName: name });
      builder.output(builder.op('Add', [product, builder.initializer('offset', row)]));
      const network = { graph: builder.build(), parameters: ['scale', 'offset'], layers: [] };
      const step = compile(network);
      const results = evaluate(step.graph, feedsOf(network, step));
      expect(results[step.loss]!.shape).toEqual([]);
      expect(results[step.gradientOutputs[0]!.name]!.shape).toEqual([6]);
      expect(compileEvaluationStep(network, { batchSize: 2, target: 'reference', loss: 'mse' }).loss).toBeDefined();
    },
  );

  it('says which batch size a fixed one is, and what to do', () => {
    expect(() => compile(networkOf('ScatterElements', { reduction: 'add' }, 1), 4)).toThrow(
      "input 'x' has the fixed batch size 1, 4 is asked for. Export the model with a dynamic batch axis",
    );
  });

  it('refuses a network without parameters', () => {
    const { graph } = sequential([{ layer: 'flatten' }], { inputShape: [3] });
    expect(() => compile({ graph, parameters: [], layers: [] })).toThrow(
      "network 'network' has no trainable parameters",
    );
  });

  it('passes the gradient check of the whole network with respect to its input', () => {
    const { network } = networks['a dense network']!;
    const bound = bindDimensions(network.graph, { batch: 3 });
    const random = new RandomStream(4, 'x');
    const input = {
      dtype: 'float32' as const,
      shape: [3, 5],
      data: Float32Array.from({ length: 15 }, () => random.normal()),
    };
    expect(checkGradient(bound, { input }, ['input']).relativeError).toBeLessThan(1e-6);
  });
});
