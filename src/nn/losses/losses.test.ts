import { describe, expect, it } from 'vitest';
import { checkGradient } from '../../autodiff/index.ts';
import { GraphBuilder } from '../../graph/index.ts';
import { catalogue, evaluate, toReference } from '../../ops/index.ts';
import { type LossName, losses } from './index.ts';

const outputs = Float32Array.of(1, -2, 0.5, 3, 0, -1);
const numbers = Float32Array.of(0, -2.5, 1, 1, 0.5, 2);
const oneHot = Float32Array.of(0, 1, 0, 0, 0, 1);
const binary = Float32Array.of(1, 0, 1, 1, 0, 1);
const classes = BigInt64Array.of(1n, 2n);

const logSoftmax = (row: number[]) => {
  const total = Math.log(row.reduce((sum, x) => sum + Math.exp(x), 0));
  return row.map((x) => x - total);
};
const mean = (values: number[]) => values.reduce((sum, x) => sum + x, 0) / values.length;
const rows = [Array.from(outputs.subarray(0, 3)), Array.from(outputs.subarray(3))];
const sigmoid = (x: number) => 1 / (1 + Math.exp(-x));

const expected: Record<LossName, { target: Float32Array | BigInt64Array; value: number }> = {
  mse: { target: numbers, value: mean(Array.from(outputs, (x, i) => (x - numbers[i]!) ** 2)) },
  l1: { target: numbers, value: mean(Array.from(outputs, (x, i) => Math.abs(x - numbers[i]!))) },
  crossEntropy: { target: classes, value: -mean(rows.map((row, i) => logSoftmax(row)[Number(classes[i])]!)) },
  categoricalCrossEntropy: { target: oneHot, value: -mean(rows.map((row, i) => logSoftmax(row)[i === 0 ? 1 : 2]!)) },
  binaryCrossEntropy: {
    target: binary,
    value: -mean(Array.from(outputs, (x, i) => Math.log(binary[i] ? sigmoid(x) : 1 - sigmoid(x)))),
  },
};

function lossGraph(name: LossName) {
  const builder = new GraphBuilder(catalogue);
  const output = builder.input('output', 'float32', [2, 3]);
  const { dtype, shape } = losses[name].targetType(output);
  builder.output(losses[name].write(builder, output, builder.input('target', dtype, shape)), 'loss');
  const { target } = expected[name];
  const targetTensor =
    target instanceof Float32Array
      ? { dtype: 'float32' as const, shape: shape as number[], data: target }
      : { dtype: 'int64' as const, shape: shape as number[], data: target };
  const feeds = { output: { dtype: 'float32' as const, shape: [2, 3], data: outputs }, target: targetTensor };
  return { graph: builder.build(), feeds };
}

describe.each(Object.keys(losses) as LossName[])('the loss %s', (name) => {
  it('has the value of its formula', () => {
    const { graph, feeds } = lossGraph(name);
    const { loss } = evaluate(graph, { output: toReference(feeds.output), target: toReference(feeds.target) });
    expect(loss!.data[0]).toBeCloseTo(expected[name].value, 12);
  });

  it('has a gradient that agrees with central differences', () => {
    const { graph, feeds } = lossGraph(name);
    expect(checkGradient(graph, feeds, ['output']).relativeError).toBeLessThan(1e-6);
  });
});

describe('binary cross-entropy', () => {
  it('stays finite for logits of any size', () => {
    const { graph } = lossGraph('binaryCrossEntropy');
    const output = { dtype: 'float32' as const, shape: [2, 3], data: Float64Array.of(1e4, -1e4, 1e4, -1e4, 0, 0) };
    const target = { dtype: 'float32' as const, shape: [2, 3], data: Float64Array.from(binary) };
    expect(evaluate(graph, { output, target }).loss!.data[0]).toBeCloseTo((1e4 + Math.log(2) * 2) / 6, 6);
  });
});
