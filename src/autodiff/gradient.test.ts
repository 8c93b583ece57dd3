import { describe, expect, it } from 'vitest';
import { fromNumbers } from '../core/index.ts';
import { GraphBuilder } from '../graph/index.ts';
import { allOperators, buildSample, catalogue, evaluate, toReference } from '../ops/index.ts';
import { addGradients, checkGradient } from './check-gradient.ts';
import { gradient } from './gradient.ts';

describe('every operator with a gradient agrees with central differences in float64', () => {
  for (const operator of allOperators) {
    if (typeof operator.gradient !== 'function') continue;
    operator.samples.forEach((sample, index) => {
      it(`${operator.opType}: ${sample.name ?? `sample ${index + 1}`}`, () => {
        const { graph, feeds, floatInputs } = buildSample(operator, sample);
        if (graph.outputs.every((output) => output.dtype !== 'float32')) return;
        const { relativeError } = checkGradient(graph, feeds, floatInputs);
        expect(relativeError).toBeLessThan(1e-5);
      });
    });
  }
});

describe('gradient', () => {
  const two = fromNumbers('float32', [], [2]);

  it('adds up the contributions of every use of a value', () => {
    const builder = new GraphBuilder(catalogue);
    const x = builder.input('x', 'float32', []);
    const y = builder.op('Add', [builder.op('Mul', [x, x]), x]);
    builder.output(y, 'y');
    const { graph } = addGradients(builder.build(), 'y', ['x']);
    expect(evaluate(graph, { x: toReference(two) })['gradient/x']!.data[0]).toBe(5);
  });

  it('sums the gradient of a broadcast value back to its shape', () => {
    const builder = new GraphBuilder(catalogue);
    const x = builder.input('x', 'float32', [4, 3]);
    const bias = builder.input('bias', 'float32', [3]);
    const sum = builder.op('ReduceSum', [builder.op('Add', [x, bias])], { keepdims: 0 });
    const total = gradient(builder, sum, [bias]).get('bias');
    expect(total?.shape).toEqual([3]);
  });

  it('names the node and the layer of an operator without a gradient', () => {
    const builder = new GraphBuilder({
      find: (opType) => catalogue.find(opType),
    });
    const x = builder.input('x', 'float32', [2]);
    const y = builder.input('y', 'float32', [2, 2]);
    expect(() => gradient(builder, y, [x])).toThrow("'y' has shape [2, 2], expected a scalar to differentiate");
  });
});
