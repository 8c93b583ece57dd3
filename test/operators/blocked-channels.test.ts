import { describe, expect, it } from 'vitest';
import { addGradients } from '../../src/autodiff/index.ts';
import { elementCount, RandomStream, type Tensor, tensor, toFloat64 } from '../../src/core/index.ts';
import { GraphBuilder, nchwcDomain, type Value } from '../../src/graph/index.ts';
import { catalogue, evaluate, toReference } from '../../src/ops/index.ts';
import { lower } from '../../src/passes/index.ts';
import { openExecutor } from '../../src/runtime/index.ts';

const executor = await openExecutor({ engine: 'onnxruntime-node' });

/** A small network of images with its gradients: few channels, many, poolings, a branch, a stride. */
function gradientGraph(batch: number) {
  const builder = new GraphBuilder(catalogue);
  const conv = (x: Value, filters: number, kernel: number, attributes = {}) => {
    const name = `conv${builder.nodes.length}`;
    const weights = builder.input(`${name}/weights`, 'float32', [filters, x.shape[1]!, kernel, kernel]);
    return builder.op('Conv', [x, weights, builder.input(`${name}/bias`, 'float32', [filters])], attributes);
  };
  const same = { pads: [1, 1, 1, 1] };
  const halves = { kernel_shape: [2, 2], strides: [2, 2] };
  const first = builder.op('MaxPool', [conv(builder.input('x', 'float32', [batch, 3, 8, 8]), 16, 3, same)], halves);
  const second = builder.op('Relu', [conv(builder.op('Relu', [first]), 32, 3, same)]);
  const third = builder.op('Add', [second, conv(second, 32, 1)]);
  const fourth = conv(builder.op('AveragePool', [third], halves), 16, 2, { strides: [2, 1], pads: [0, 1, 0, 0] });
  builder.output(builder.op('ReduceMean', [builder.op('Mul', [fourth, fourth])], { keepdims: 0 }), 'loss');
  const graph = builder.build();
  return addGradients(
    graph,
    'loss',
    graph.inputs.map(({ name }) => name),
  ).graph;
}

describe('a network of images on the native engine', () => {
  for (const batch of [1, 5, 16]) {
    it(`has the values and gradients of the float64 kernels for a batch of ${batch}`, async () => {
      const graph = gradientGraph(batch);
      const random = new RandomStream(4, 'feeds');
      const feeds: Record<string, Tensor> = {};
      for (const { name, shape } of graph.inputs) {
        const data = Float32Array.from({ length: elementCount(shape as number[]) }, () => 0.3 * random.normal());
        feeds[name] = tensor('float32', shape as number[], data);
      }
      const references = Object.entries(feeds).map(([name, feed]) => [name, toReference(feed)]);
      const expected = evaluate(graph, Object.fromEntries(references));
      const lowered = lower(graph, { target: executor.target }).graph;
      const usesBlocks = lowered.nodes.some(({ domain }) => domain === nchwcDomain);
      expect(usesBlocks).toBe(batch > 1 && executor.target === 'onnxruntime-node-blocked');
      const executable = await executor.load(lowered);
      const received = await executable.run(feeds);
      await executable.release();
      for (const { name } of graph.outputs) {
        const scale = Math.max(...expected[name]!.data.map(Math.abs));
        toFloat64(received[name]!).forEach((element, i) => {
          expect(Math.abs(element - expected[name]!.data[i]!)).toBeLessThan(1e-5 * scale);
        });
      }
    });
  }
});
