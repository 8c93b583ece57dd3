import { describe, expect, it } from 'vitest';
import { sequential } from '../nn/index.ts';
import { chooseThreads } from './choose-threads.ts';

const dense = sequential(
  [
    { layer: 'dense', units: 100 },
    { layer: 'dense', units: 10 },
  ],
  { inputShape: [100] },
);
const images = sequential([{ layer: 'conv2d', filters: 16 }, { layer: 'flatten' }, { layer: 'dense', units: 10 }], {
  inputShape: [1, 28, 28],
});

describe('chooseThreads', () => {
  it('gives a small network one thread, and a large one every processor up to eight', () => {
    expect(chooseThreads(dense, 64, 4)).toBe(1);
    expect(chooseThreads(dense, 1000, 4)).toBe(4);
    expect(chooseThreads(dense, 1000, 64)).toBe(8);
  });

  it('counts the positions of a convolution', () => {
    // 16 · 9 weights at 28 · 28 positions and 16 · 28 · 28 · 10 weights: 238,336 multiplications a sample.
    expect(chooseThreads(images, 41, 2)).toBe(1);
    expect(chooseThreads(images, 42, 2)).toBe(2);
  });
});
