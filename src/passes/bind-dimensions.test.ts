import { describe, expect, it } from 'vitest';
import { parseGraph, printGraph } from '../graph/index.ts';
import { catalogue } from '../ops/index.ts';
import { bindDimensions } from './bind-dimensions.ts';

const text = `g (float32[batch, 2, n] x, float32[n, 3] w) => (y) <int64[2] shape = {0, -1}>
  { h = MatMul(x, w)  y = Reshape(h, shape) }`;
const graph = parseGraph(text, catalogue);

describe('bindDimensions', () => {
  it('gives named axes a length in every value', () => {
    const bound = bindDimensions(graph, { batch: 32 });
    expect(bound.inputs[0]?.shape).toEqual([32, 2, 'n']);
    expect(bound.types.get('h')?.shape).toEqual([32, 2, 3]);
    const both = text.replaceAll('batch', '32').replaceAll('n]', '4]').replaceAll('[n', '[4');
    expect(printGraph(bindDimensions(graph, { batch: 32, n: 4 }))).toBe(printGraph(parseGraph(both, catalogue)));
  });

  it('refuses an axis that is not there and a length that is none', () => {
    expect(() => bindDimensions(graph, { bacth: 32 })).toThrow(
      "no input of graph 'g' has an axis 'bacth', expected one of: 'batch', 'n'",
    );
    for (const length of [0, -1, 0.5, Number.NaN]) {
      expect(() => bindDimensions(graph, { batch: length })).toThrow(`axis 'batch' is given length ${length}`);
    }
  });

  it('names the node that does not fit the lengths', () => {
    const strict = parseGraph('g (float32[n] x) => (y) <float32[3] b = {0...}> { y = Add(x, b) }', catalogue);
    expect(() => bindDimensions(strict, { n: 4 })).toThrow("Add node 'y'");
  });
});
