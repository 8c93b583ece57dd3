import { describe, it } from 'vitest';
import { checkPass } from '../../test/support/check-pass.ts';
import { eliminateIdentities } from './eliminate-identities.ts';

/** A graph of some nodes between two ReLUs, over a few constants. */
const between = (nodes: string, last = 'h') => `
  g (float32[2, 3] x) => (y)
  <float32[1] one = {1}, float32[] zero = {0}, float32[4, 1, 1] ones = {1...}, int64[2] same = {2, 3},
   int64[3] more = {2, 1, 3}, int64[1] first = {0}, bool[] true = {1}>
  { a = Relu(x)  ${nodes}  y = Neg(${last}) }`;

const removes = (node: string) => checkPass(eliminateIdentities, between(`h = ${node}`), between('', 'a'));
const keeps = (nodes: string) => checkPass(eliminateIdentities, between(nodes), between(nodes));

describe('eliminateIdentities', () => {
  for (const node of [
    'Identity(a)',
    'Dropout(a)',
    'Cast<to = 1>(a)',
    'Reshape(a, same)',
    'Expand(a, same)',
    'Flatten(a)',
    'Concat<axis = 0>(a)',
    'Sum(a)',
    'Mul(a, one)',
    'Mul(one, a)',
    'Div(a, one)',
    'Add(a, zero)',
    'Add(zero, a)',
    'Sub(a, zero)',
    'Transpose<perm = [0, 1]>(a)',
  ]) {
    it(`removes ${node}`, () => removes(node));
  }

  for (const nodes of [
    'h = Cast<to = 11>(a)',
    'h = Reshape(a, more)',
    'h = Mul(a, ones)',
    'h = Div(one, a)',
    'h = Sub(zero, a)',
    'h = Add(a, one)',
    'h = Transpose(a)',
    't = Transpose(a)  r = Relu(t)  h = Transpose(r)',
    'h = Concat<axis = 0>(a, a)',
  ]) {
    it(`leaves ${nodes}`, () => keeps(nodes));
  }

  it('leaves a product with an initializer that is one only by chance', () => {
    checkPass(eliminateIdentities, between('h = Mul(a, one)'), between('h = Mul(a, one)'), ['one']);
  });

  it('leaves a Dropout whose mask is read', () => {
    keeps('d, mask = Dropout(a)  m = Cast<to = 1>(mask)  h = Mul(d, m)');
  });

  it('removes two transpositions that undo each other', () => {
    checkPass(eliminateIdentities, between('t = Transpose(a)  h = Transpose(t)'), between('t = Transpose(a)', 'a'));
  });

  it('makes one transposition of two', () => {
    const text = (nodes: string) => `g (float32[2, 3, 4] x) => (y) { a = Transpose<perm = [1, 2, 0]>(x) ${nodes} }`;
    checkPass(
      eliminateIdentities,
      text('y = Transpose<perm = [0, 2, 1]>(a)'),
      text('y = Transpose<perm = [1, 0, 2]>(x)'),
    );
  });

  it('removes a chain, and treats symbolic axes as equal by name', () => {
    checkPass(
      eliminateIdentities,
      `g (float32[batch, 3] x) => (y) <int64[2] shape = {0, -1}>
       { a = Relu(x)  b = Identity(a)  c = Reshape(b, shape)  d = Identity(c)  y = Neg(d) }`,
      'g (float32[batch, 3] x) => (y) <int64[2] shape = {0, -1}> { a = Relu(x)  y = Neg(a) }',
    );
  });

  it('gives the name of an output to the value that takes its place, wherever that is read', () => {
    checkPass(
      eliminateIdentities,
      'g (float32[2] x) => (y, z) { a = Relu(x)  b = Neg(a)  y = Identity(a)  z = Add(b, a) }',
      'g (float32[2] x) => (y, z) { [a] y = Relu(x)  b = Neg(y)  z = Add(b, y) }',
    );
  });

  it('leaves an Identity that gives an input, an initializer or another output a second name', () => {
    const text = `g (float32[2] x) => (a, b, c, d, e) <float32[2] w = {1, 2}>
      { a = Identity(x)  b = Identity(w)  c = Relu(x)  d = Identity(c)  h = Neg(x)  [h_1] e = Relu(h) }`;
    checkPass(eliminateIdentities, text, text);
    checkPass(
      eliminateIdentities,
      'g (float32[2] x) => (a, b) { h = Neg(x)  a = Identity(h)  b = Identity(h) }',
      'g (float32[2] x) => (a, b) { [h] a = Neg(x)  b = Identity(a) }',
    );
  });
});
