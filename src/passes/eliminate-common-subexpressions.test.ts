import { describe, it } from 'vitest';
import { checkPass } from '../../test/support/check-pass.ts';
import { eliminateCommonSubexpressions } from './eliminate-common-subexpressions.ts';

describe('eliminateCommonSubexpressions', () => {
  it('computes once what is computed twice, to any depth', () => {
    checkPass(
      eliminateCommonSubexpressions,
      `g (float32[2, 2] x) => (y) {
         a = Exp(x)  b = Exp(x)  c = Neg(a)  d = Neg(b)  y = Add(c, d) }`,
      'g (float32[2, 2] x) => (y) { a = Exp(x)  c = Neg(a)  y = Add(c, c) }',
    );
  });

  it('tells nodes apart by their attributes', () => {
    const text = `g (float32[2, 2] x) => (y) {
      a = LeakyRelu<alpha = 0.1>(x)  b = LeakyRelu<alpha = 0.2>(x)  c = LeakyRelu(x)  y = Sum(a, b, c) }`;
    checkPass(eliminateCommonSubexpressions, text, text);
  });

  it('finds equal constants, but leaves those whose elements change', () => {
    const before = `g (float32[2] x) => (y)
      <float32[2] a = {1, 2}, float32[2] b = {1, 2}, float32[2] c = {1, 2}>
      { d = Mul(x, a)  e = Mul(x, b)  f = Mul(x, c)  y = Sum(d, e, f) }`;
    checkPass(
      eliminateCommonSubexpressions,
      before,
      `g (float32[2] x) => (y)
       <float32[2] a = {1, 2}, float32[2] c = {1, 2}>
       { d = Mul(x, a)  f = Mul(x, c)  y = Sum(d, d, f) }`,
      ['c'],
    );
    checkPass(eliminateCommonSubexpressions, before, before, ['a', 'b', 'c']);
  });

  it('tells constants apart by data type, shape and the sign of zero', () => {
    const text = `g (float32[2, 2] x) => (y)
      <float32[1] a = {0}, float32[1] b = {-0}, float32[1, 1] c = {0}>
      { d = Add(x, a)  e = Add(x, b)  f = Add(x, c)  y = Sum(d, e, f) }`;
    checkPass(eliminateCommonSubexpressions, text, text);
  });

  it('keeps both names of outputs that are the same', () => {
    checkPass(
      eliminateCommonSubexpressions,
      'g (float32[4] x) => (a, d) { a, b = Split<num_outputs = 2>(x)  c, d = Split<num_outputs = 2>(x) }',
      'g (float32[4] x) => (a, d) { a, b = Split<num_outputs = 2>(x)  d = Identity(b) }',
    );
  });

  it('lets the first node compute the outputs that only a later one asks for', () => {
    checkPass(
      eliminateCommonSubexpressions,
      `g (float32[2, 4] x) => (y, last) <float32[4] scale = {1, 2, 3, 4}>
       { a = LayerNormalization(x, scale)
         b, mean, inverse = LayerNormalization(x, scale)
         c, mean2, last = LayerNormalization(x, scale)
         y = Sum(a, b, c, inverse) }`,
      `g (float32[2, 4] x) => (y, last) <float32[4] scale = {1, 2, 3, 4}>
       { a, mean, inverse = LayerNormalization(x, scale)
         last = Identity(inverse)
         y = Sum(a, a, a, inverse) }`,
    );
    checkPass(
      eliminateCommonSubexpressions,
      'g (float32[2, 4] x, float32[4] scale) => (y) { a = LayerNormalization(x, scale)  "", "", b = LayerNormalization(x, scale)  y = Add(a, b) }',
      'g (float32[2, 4] x, float32[4] scale) => (y) { a, "", b = LayerNormalization(x, scale)  y = Add(a, b) }',
    );
  });

  it('leaves dropouts alone, which differ each time', () => {
    const text = 'g (float32[4] x) => (c) { a = Dropout(x)  b = Dropout(x)  c = Add(a, b) }';
    checkPass(eliminateCommonSubexpressions, text, text);
  });
});
