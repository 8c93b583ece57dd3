import { describe, it } from 'vitest';
import { checkPass } from '../../test/support/check-pass.ts';
import { eliminateDeadNodes } from './eliminate-dead-nodes.ts';

describe('eliminateDeadNodes', () => {
  it('removes nodes and initializers that no output needs, and keeps inputs', () => {
    checkPass(
      eliminateDeadNodes,
      `g (float32[4] x, float32[4] unused) => (y)
       <float32[4] a = {1, 2, 3, 4}, float32[4] b = {0...}>
       { h = Add(x, b)  dead = Relu(h)  y = Add(x, a) }`,
      `g (float32[4] x, float32[4] unused) => (y)
       <float32[4] a = {1, 2, 3, 4}>
       { y = Add(x, a) }`,
    );
  });

  it('keeps the initializers that it is told to keep', () => {
    const text = 'g (float32[2] x) => (y) <float32[2] frozen = {1...}> { y = Relu(x) }';
    checkPass(eliminateDeadNodes, text, text, ['frozen']);
  });

  it('keeps a node of which one output is needed', () => {
    const text = 'g (float32[4] x) => (b) { a, b = Split<num_outputs = 2>(x) }';
    checkPass(eliminateDeadNodes, text, text);
  });
});
