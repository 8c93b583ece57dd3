import { describe, expect, it } from 'vitest';
import { RandomStream } from '../core/index.ts';
import { type Graph, GraphBuilder, type Value } from '../graph/index.ts';
import { catalogue, evaluate } from '../ops/index.ts';
import { reluAfterMaxPool } from './relu-after-max-pool.ts';

function pooledRelu(alsoRead?: (builder: GraphBuilder, relu: Value) => void): Graph {
  const builder = new GraphBuilder(catalogue);
  const x = builder.input('x', 'float32', [2, 3, 5, 5]);
  const relu = builder.op('Relu', [x]);
  const pooled = builder.op('MaxPool', [relu], { kernel_shape: [3, 3], strides: [2, 2], pads: [1, 1, 1, 1] });
  builder.output(pooled, 'y');
  alsoRead?.(builder, relu);
  return builder.build();
}

describe('reluAfterMaxPool', () => {
  it('swaps the two without changing a value or the name of the output', () => {
    const before = pooledRelu();
    const { graph, modified } = reluAfterMaxPool(before);
    expect(modified).toBe(true);
    expect(graph.nodes.map(({ opType }) => opType)).toEqual(['MaxPool', 'Relu', 'Identity']);
    const random = new RandomStream(1, 'x');
    const data = Float64Array.from({ length: 150 }, () => random.normal());
    const x = { dtype: 'float32', shape: [2, 3, 5, 5], data } as const;
    expect(evaluate(graph, { x })).toEqual(evaluate(before, { x }));
  });

  it('leaves a ReLU alone that something else reads', () => {
    const graph = pooledRelu((builder, relu) => builder.output(builder.op('Neg', [relu])));
    expect(reluAfterMaxPool(graph)).toEqual({ graph, modified: false });
  });

  it('leaves a ReLU alone that is an output', () => {
    const graph = pooledRelu((builder, relu) => builder.output(relu));
    expect(reluAfterMaxPool(graph)).toEqual({ graph, modified: false });
  });
});
