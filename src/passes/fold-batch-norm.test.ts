import { describe, expect, it } from 'vitest';
import { RandomStream } from '../core/index.ts';
import { type Graph, GraphBuilder, parseGraph, printGraph, type Value, verifyGraph } from '../graph/index.ts';
import { catalogue, evaluate } from '../ops/index.ts';
import { foldBatchNorm } from './fold-batch-norm.ts';

const random = new RandomStream(3, 'fold');
const numbers = (shape: readonly number[], least = -1) => ({
  dtype: 'float32' as const,
  shape,
  data: Float32Array.from({ length: shape.reduce((a, b) => a * b, 1) }, () => least + 2 * random.uniform()),
});

/** A graph in which a normalisation of four channels follows what `write` adds. */
function normalized(
  shape: readonly number[],
  write: (builder: GraphBuilder, x: Value, weights: (name: string, shape: number[]) => Value) => Value,
): Graph {
  const builder = new GraphBuilder(catalogue, 'g');
  const weights = (name: string, lengths: number[]) => builder.initializer(name, numbers(lengths));
  const y = write(builder, builder.input('x', 'float32', shape), weights);
  const vectors = ['scale', 'bias', 'mean'].map((name) => weights(`norm/${name}`, [4]));
  const variance = builder.initializer('norm/variance', numbers([4], 0.1));
  builder.output(builder.op('BatchNormalization', [y, ...vectors, variance], { epsilon: 0.01 }), 'y');
  return builder.build();
}

function expectFolded(graph: Graph, opType: string): Graph {
  const { graph: folded, modified } = foldBatchNorm(graph);
  expect(modified).toBe(true);
  verifyGraph(folded, catalogue);
  expect(folded.nodes.map((node) => node.opType)).not.toContain('BatchNormalization');
  expect(folded.nodes.map((node) => node.opType)).toContain(opType);
  expect(foldBatchNorm(folded)).toEqual({ graph: folded, modified: false });
  const { shape, data } = numbers(graph.inputs[0]!.shape as number[]);
  const feeds = { x: { dtype: 'float32' as const, shape, data: Float64Array.from(data) } };
  const [before, after] = [graph, folded].map((each) => evaluate(each, feeds).y!.data);
  for (const [index, value] of before!.entries()) expect(after![index]).toBeCloseTo(value, 5);
  return folded;
}

describe('foldBatchNorm', () => {
  it('folds into a convolution with groups, whose weights keep their name', () => {
    const graph = normalized([2, 4, 5, 5], (builder, x, weights) =>
      builder.op('Conv', [x, weights('c/kernel', [4, 2, 3, 3]), weights('c/bias', [4])], { group: 2 }),
    );
    const folded = expectFolded(graph, 'Conv');
    expect([...folded.initializers.keys()]).toEqual(['c/kernel', 'c/bias']);
  });

  it('folds into a transposed convolution with groups', () => {
    const graph = normalized([2, 6, 3, 3], (builder, x, weights) =>
      builder.op('ConvTranspose', [x, weights('c/kernel', [6, 2, 2, 2]), weights('c/bias', [4])], {
        group: 2,
        strides: [2, 2],
      }),
    );
    expectFolded(graph, 'ConvTranspose');
  });

  it('gives a layer without a bias one', () => {
    const graph = normalized([3, 5], (builder, x, weights) => builder.op('MatMul', [x, weights('d/kernel', [5, 4])]));
    const folded = expectFolded(graph, 'Gemm');
    expect([...folded.initializers.keys()]).toEqual(['d/kernel', 'd/bias']);
  });

  it('folds into products of matrices of either orientation', () => {
    for (const [transB, shape] of [[0, [5, 4]] as const, [1, [4, 5]] as const]) {
      const graph = normalized([3, 5], (builder, x, weights) =>
        builder.op('Gemm', [x, weights('d/kernel', [...shape]), weights('d/bias', [4])], { transB }),
      );
      expectFolded(graph, 'Gemm');
    }
  });

  for (const [what, nodes] of [
    ['a product that something else reads too', 'c = Conv(x, w)  n = BatchNormalization(c, s, b, m, v)  y = Add(n, c)'],
    [
      'weights that another layer shares',
      'c = Conv(x, w)  d = Conv(x, w)  n = BatchNormalization(c, s, b, m, v)  y = Add(n, d)',
    ],
    ['a ReLU in between', 'c = Conv(x, w)  r = Relu(c)  y = BatchNormalization(r, s, b, m, v)'],
    ['a normalisation of the input', 'n = BatchNormalization(x, s, b, m, v)  y = Conv(n, w)'],
  ] as const) {
    it(`leaves ${what}`, () => {
      const graph = parseGraph(
        `g (float32[1, 2, 3, 3] x) => (y)
         <float32[2, 2, 1, 1] w = {1, 2, 3, 4}, float32[2] s = {1, 2}, float32[2] b = {3, 4}, float32[2] m = {5, 6},
          float32[2] v = {7, 8}>
         { ${nodes} }`,
        catalogue,
      );
      const result = foldBatchNorm(graph);
      expect(result.modified).toBe(false);
      expect(printGraph(result.graph)).toBe(printGraph(graph));
    });
  }
});
