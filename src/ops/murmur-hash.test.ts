import { describe, expect, it } from 'vitest';
import { murmurHash } from './murmur-hash.ts';
import { dropoutThreshold, dropoutWords } from './operators/seeded-dropout.ts';

describe('murmurHash', () => {
  it('gives the known answers of MurmurHash3 x86 for keys of four bytes', () => {
    expect(murmurHash(0, 0) >>> 0).toBe(0x2362f9de);
    expect(murmurHash(0x74736574, 0) >>> 0).toBe(0xba6bd213); // 'test'
    expect(murmurHash(0x74736574, 0x9747b28c) >>> 0).toBe(0x704b81dc);
  });
});

describe('the mask of SeededDropout', () => {
  const count = 20_000;
  const maskOf = (seed: number, salt: number, ratio = 0.5) => {
    const key = murmurHash(seed, salt);
    return dropoutWords(count, salt).map((word) =>
      murmurHash((word + key) | 0, salt) >= dropoutThreshold(ratio) ? 1 : 0,
    );
  };

  it('keeps the share of elements that it should', () => {
    for (const ratio of [0.1, 0.5, 0.9]) {
      const kept = maskOf(7, 0, ratio).reduce((sum, bit) => sum + bit, 0) / count;
      expect(Math.abs(kept - (1 - ratio))).toBeLessThan(0.015);
    }
  });

  it('is no copy, shifted or not, of the mask of a neighbouring seed or salt, or of itself', () => {
    const mask = maskOf(100, 3);
    const agreement = (other: Int32Array, shift: number) => {
      let equal = 0;
      for (let i = 0; i < count - 64; i++) if (mask[i + 32] === other[i + 32 + shift]) equal++;
      return equal / (count - 64);
    };
    for (const [other, same] of [
      [maskOf(101, 3), false],
      [maskOf(100, 4), false],
      [mask, true],
    ] as const) {
      for (let shift = -32; shift <= 32; shift++) {
        if (same && shift === 0) continue;
        expect(Math.abs(agreement(other, shift) - 0.5)).toBeLessThan(0.02);
      }
    }
  });
});
