import { describe, expect, it } from 'vitest';
import { philox, RandomStream } from './random.ts';

describe('philox', () => {
  it('gives the known answers of the Random123 distribution', () => {
    const out = new Uint32Array(4);
    philox(out, 0, 0, 0, 0, 0, 0);
    expect([...out]).toEqual([0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8]);
    const ones = 0xffffffff;
    philox(out, ones, ones, ones, ones, ones, ones);
    expect([...out]).toEqual([0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd]);
    philox(out, 0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344, 0xa4093822, 0x299f31d0);
    expect([...out]).toEqual([0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1]);
  });
});

describe('RandomStream', () => {
  it('repeats itself for the same seed and name, and differs for another of either', () => {
    const draw = (seed: number, name: string) => Array.from(new RandomStream(seed, name).permutation(32));
    expect(draw(1, 'order')).toEqual(draw(1, 'order'));
    expect(draw(1, 'order')).not.toEqual(draw(2, 'order'));
    expect(draw(1, 'order')).not.toEqual(draw(1, 'other'));
    expect(draw(2 ** 40 + 1, 'order')).not.toEqual(draw(1, 'order'));
  });

  it('continues from a stored index as if it had never stopped', () => {
    const whole = new RandomStream(3, 'noise');
    const words = Array.from({ length: 11 }, () => whole.uint32());
    const resumed = new RandomStream(3, 'noise');
    resumed.index = 6;
    expect(Array.from({ length: 5 }, () => resumed.uint32())).toEqual(words.slice(6));
  });

  it('draws normals of mean 0 and variance 1, and truncated normals within two deviations', () => {
    const stream = new RandomStream(5, 'normal');
    let sum = 0;
    let squares = 0;
    for (let i = 0; i < 20_000; i++) {
      const value = stream.normal();
      sum += value;
      squares += value * value;
    }
    expect(Math.abs(sum / 20_000)).toBeLessThan(0.03);
    expect(Math.abs(squares / 20_000 - 1)).toBeLessThan(0.05);
    for (let i = 0; i < 1000; i++) expect(Math.abs(stream.truncatedNormal())).toBeLessThanOrEqual(2);
  });

  it('permutes: every index occurs once', () => {
    expect(Array.from(new RandomStream(9, 'p').permutation(100)).sort((a, b) => a - b)).toEqual(
      Array.from({ length: 100 }, (_, index) => index),
    );
  });
});
