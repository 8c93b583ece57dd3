import { describe, expect, it } from 'vitest';
import { checkPass } from '../../test/support/check-pass.ts';
import { parseGraph } from '../graph/index.ts';
import { catalogue } from '../ops/index.ts';
import { foldConstants } from './fold-constants.ts';

describe('foldConstants', () => {
  it('computes what depends on constants alone, to any depth', () => {
    checkPass(
      foldConstants,
      `g (float32[2] x) => (y) <float32[2] a = {1, 2}, float32[1] b = {0.5}>
       { c = Add(a, b)  d = Neg(c)  y = Mul(x, d) }`,
      `g (float32[2] x) => (y) <float32[2] a = {1, 2}, float32[1] b = {0.5}, float32[2] c = {1.5, 2.5}, float32[2] d = {-1.5, -2.5}>
       { y = Mul(x, d) }`,
    );
  });

  it('leaves what depends on parameters', () => {
    const text = `g (float32[2] x) => (y) <float32[2] kernel = {1, 2}, float32[1] b = {0.5}>
      { c = Add(kernel, b)  y = Mul(x, c) }`;
    checkPass(foldConstants, text, text, ['kernel']);
  });

  it('knows the shape of a value whose elements it does not know', () => {
    checkPass(
      foldConstants,
      'g (float32[2, 3] x) => (y) <int64[] i = {1}> { s = Shape(x)  y = Gather(s, i) }',
      'g (float32[2, 3] x) => (y) <int64[] i = {1}, int64[2] s = {2, 3}, int64[] y = {3}> {}',
    );
    const open = 'g (float32[batch, 3] x) => (s) { s = Shape(x) }';
    checkPass(foldConstants, open, open);
  });

  it('computes results of every output and data type', () => {
    checkPass(
      foldConstants,
      `g () => (b, c, d) <float32[4] a = {1, 0, -3, 4}>
       { b = Cast<to = 9>(a)  c = Cast<to = 7>(a)  e, d = Split<num_outputs = 2>(a) }`,
      `g () => (b, c, d)
       <float32[4] a = {1, 0, -3, 4}, bool[4] b = {1, 0, 1, 1}, int64[4] c = {1, 0, -3, 4}, float32[2] e = {1, 0}, float32[2] d = {-3, 4}> {}`,
    );
  });

  it('leaves what would take more than 1 MiB', () => {
    const text = 'g () => (b) <float32[1] a = {1}, int64[1] n = {262145}> { b = Expand(a, n) }';
    checkPass(foldConstants, text, text);
    const folded = foldConstants(parseGraph(text.replace('262145', '262144'), catalogue), new Set());
    expect(folded.graph.initializers.get('b')?.data.length).toBe(262144);
  });

  it('leaves integers beyond 2^53 and float16 to the engine', () => {
    for (const text of [
      'g () => (b) <int64[1] a = {9223372036854775807}> { b = Identity(a) }',
      'g () => (b) <int64[1] a = {9007199254740991}> { b = Add(a, a) }',
      'g () => (b) <float16[1] a = {0x3c00}> { b = Identity(a) }',
      'g () => (b) <float16[1] a = {0x3c00}> { b = Cast<to = 1>(a) }',
    ]) {
      checkPass((graph, keep) => foldConstants(graph, keep), text, text);
    }
  });
});
