import { describe, expect, it } from 'vitest';
import { checkPass } from '../../test/support/check-pass.ts';
import { parseGraph } from '../graph/index.ts';
import { allOperators, buildSample, catalogue, evaluate, toReference } from '../ops/index.ts';
import { cleanUpPasses, type Pass, runPasses } from './run-passes.ts';

const cleanUp: Pass = (graph, keep) => runPasses(graph, cleanUpPasses, keep);

describe('runPasses', () => {
  it('repeats the passes until none of them finds anything', () => {
    checkPass(
      cleanUp,
      `g (float32[2, 3] x) => (y)
       <float32[3, 4] kernel = {0...}, float32[] half = {0.5}, float32[] two = {2}>
       { one = Mul(half, two)  a = Mul(x, one)  b = Transpose(kernel)  c = Gemm<transB = 1>(a, b)
         d = Gemm<transB = 1>(x, b)  e = Add(c, d)  y = Identity(e)  dead = Neg(c) }`,
      `g (float32[2, 3] x) => (y)
       <float32[3, 4] kernel = {0...}>
       { b = Transpose(kernel)  c = Gemm<transB = 1>(x, b)  [e] y = Add(c, c) }`,
      ['kernel'],
    );
  });

  it('gives back the graph itself where there is nothing to do', () => {
    const graph = parseGraph('g (float32[2] x) => (y) { y = Relu(x) }', catalogue);
    expect(runPasses(graph, cleanUpPasses, new Set())).toEqual({ graph, modified: false });
  });

  it('stops passes that undo each other', () => {
    let runs = 0;
    const restless: Pass = (graph) => {
      runs++;
      return { graph: { ...graph }, modified: true };
    };
    runPasses(parseGraph('g (float32[2] x) => (x) {}', catalogue), [restless], new Set());
    expect(runs).toBe(20);
  });

  it('keeps what every operator of the catalogue computes', () => {
    for (const operator of allOperators) {
      for (const sample of operator.samples) {
        const { graph, feeds } = buildSample(operator, sample);
        const point = Object.fromEntries(Object.entries(feeds).map(([name, feed]) => [name, toReference(feed)]));
        const { graph: clean } = cleanUp(graph, new Set());
        expect(clean.outputs).toEqual(graph.outputs);
        expect(evaluate(clean, point), operator.opType).toEqual(evaluate(graph, point));
      }
    }
  });
});
