import { describe, expect, it } from 'vitest';
import { addGradients } from '../../autodiff/index.ts';
import { elementCount, fromNumbers, RandomStream } from '../../core/index.ts';
import { consumers, type Graph, GraphBuilder, nchwcDomain, netwrightDomain, type Value } from '../../graph/index.ts';
import { catalogue, evaluate, type ReferenceTensor } from '../../ops/index.ts';
import { lower } from '../lower.ts';
import { blockChannels } from './block-channels.ts';

/** The gradient graph of a network of images that `write` turns into a value, which is squared and summed. */
function gradientGraph(shape: readonly number[], write: (builder: GraphBuilder, x: Value) => Value): Graph {
  const builder = new GraphBuilder(catalogue);
  const y = write(builder, builder.input('x', 'float32', shape));
  const loss = builder.op('ReduceSum', [builder.op('Mul', [y, y])], { keepdims: 0 });
  builder.output(loss, 'loss');
  const graph = builder.build();
  const wanted = graph.inputs.map(({ name }) => name);
  return addGradients(graph, 'loss', wanted).graph;
}

function conv(builder: GraphBuilder, x: Value, filters: number, kernel: number, attributes = {}): Value {
  const name = `conv${builder.nodes.length}`;
  const weights = builder.input(`${name}/weights`, 'float32', [filters, x.shape[1]!, kernel, kernel]);
  const bias = builder.input(`${name}/bias`, 'float32', [filters]);
  return builder.op('Conv', [x, weights, bias], attributes);
}

const same = { pads: [1, 1, 1, 1] };
const halves = { kernel_shape: [2, 2], strides: [2, 2] };

/** Networks that between them meet every way of computing on blocked channels, and values in both layouts. */
const networks: Record<string, Graph> = {
  'convolutions and poolings': gradientGraph([4, 3, 8, 8], (builder, x) => {
    const first = builder.op('Relu', [builder.op('MaxPool', [conv(builder, x, 16, 3, same)], halves)]);
    const second = builder.op('Relu', [conv(builder, first, 32, 3, same)]);
    return conv(builder, builder.op('AveragePool', [second], halves), 16, 1);
  }),
  'strides, dilations and asymmetric padding': gradientGraph([4, 16, 9, 8], (builder, x) => {
    const first = builder.op('Tanh', [conv(builder, x, 32, 3, { strides: [2, 1], pads: [0, 1, 1, 0] })]);
    return builder.op('Flatten', [conv(builder, first, 16, 2, { dilations: [2, 1], pads: [1, 0, 2, 1] })]);
  }),
  'batch normalisation, training and frozen': gradientGraph([4, 1, 5, 4], (builder, x) => {
    const normalized = (value: Value, attributes = {}) => {
      const name = `norm${builder.nodes.length}`;
      const [scale, bias, mean] = ['scale', 'bias', 'mean'].map((part) =>
        builder.input(`${name}/${part}`, 'float32', [value.shape[1]!]),
      );
      const variance = builder.op('Exp', [builder.input(`${name}/log-variance`, 'float32', [value.shape[1]!])]);
      return builder.op('BatchNormalization', [value, scale, bias, mean, variance], attributes);
    };
    const first = normalized(conv(builder, x, 16, 2), { training_mode: 1 });
    const second = normalized(conv(builder, builder.op('Relu', [first]), 32, 1));
    return builder.op('GlobalAveragePool', [builder.op('Relu', [second])]);
  }),
  'sixteen images, strides and dilations': gradientGraph([16, 16, 6, 5], (builder, x) => {
    const first = conv(builder, x, 32, 3, { strides: [2, 1], pads: [0, 1, 0, 1] });
    return conv(builder, conv(builder, first, 16, 2, { dilations: [1, 2], pads: [1, 0, 0, 1] }), 16, 1);
  }),
  'sixteen filters on images of many rows': gradientGraph([32, 16, 9, 4], (builder, x) => {
    const first = conv(builder, x, 16, 3, { strides: [1, 2], pads: [1, 1, 0, 1] });
    return conv(builder, first, 16, 3, { dilations: [1, 1], pads: [1, 2, 2, 0] });
  }),
  'windows that overlap or leave out a row': gradientGraph([4, 1, 11, 10], (builder, x) => {
    const first = builder.op('MaxPool', [conv(builder, x, 16, 2)], { ...same, kernel_shape: [3, 3], strides: [2, 2] });
    return builder.op('MaxPool', [conv(builder, first, 16, 1)], halves);
  }),
  'a branch that is added, and channels that are no blocks': gradientGraph([4, 16, 4, 4], (builder, x) => {
    const branch = conv(builder, builder.op('Relu', [conv(builder, x, 16, 3, same)]), 16, 3, same);
    const scaled = builder.op('Mul', [builder.op('Add', [branch, x]), builder.scalar(0.5)]);
    return conv(builder, builder.op('LeakyRelu', [scaled]), 10, 3);
  }),
};

function feedsOf(graph: Graph): Record<string, ReferenceTensor> {
  const random = new RandomStream(1, 'feeds');
  return Object.fromEntries(
    graph.inputs.map(({ name, dtype, shape }) => {
      const data = Float64Array.from({ length: elementCount(shape as number[]) }, () => random.normal());
      return [name, { dtype, shape: shape as number[], data }];
    }),
  );
}

describe('blockChannels', () => {
  for (const [name, graph] of Object.entries(networks)) {
    it(`keeps every value and gradient of ${name}`, () => {
      const blocked = blockChannels(graph);
      expect(blocked.modified).toBe(true);
      const feeds = feedsOf(graph);
      const expected = evaluate(graph, feeds);
      const received = evaluate(blocked.graph, feeds);
      expect(Object.keys(received)).toEqual(Object.keys(expected));
      for (const [output, { shape, data }] of Object.entries(expected)) {
        expect(received[output]!.shape).toEqual(shape);
        data.forEach((element, i) => {
          expect(Math.abs(received[output]!.data[i]! - element)).toBeLessThan(1e-6 * (1 + Math.abs(element)));
        });
      }
      const { nodes } = lower(graph, { target: 'onnxruntime-node-blocked' }).graph;
      expect(nodes.filter(({ domain }) => domain === netwrightDomain)).toEqual([]);
    });
  }

  it('reorders no image between layers that both lie in blocks', () => {
    const { graph } = blockChannels(networks['convolutions and poolings']!);
    const readers = consumers(graph.nodes);
    const reordered = graph.nodes.filter(({ opType }) => opType === 'NchwcReorderOutput');
    for (const { outputs } of reordered) {
      expect(readers.get(outputs[0]!)?.map(({ opType }) => opType)).not.toContain('NchwcReorderInput');
    }
  });

  it('leaves graphs of single images alone, for which the plain kernels are as fast', () => {
    const graph = gradientGraph([1, 16, 4, 4], (builder, x) => conv(builder, x, 16, 3));
    expect(blockChannels(graph)).toEqual({ graph, modified: false });
  });

  it('brings conditions back into plain order where something plain reads them', () => {
    const builder = new GraphBuilder(catalogue);
    const y = conv(builder, builder.input('x', 'float32', [4, 16, 2, 3]), 16, 1);
    const positive = builder.op('Greater', [y, builder.scalar(0)]);
    builder.output(builder.op('Reshape', [positive, builder.constant(fromNumbers('int64', [1], [-1]))]), 'positive');
    const graph = builder.build();
    const blocked = blockChannels(graph).graph;
    expect(blocked.nodes.some(({ domain }) => domain === nchwcDomain)).toBe(true);
    const feeds = feedsOf(graph);
    expect(evaluate(blocked, feeds)).toEqual(evaluate(graph, feeds));
  });
});
