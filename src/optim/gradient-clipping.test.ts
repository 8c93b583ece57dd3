import { describe, expect, it } from 'vitest';
import { FlatMemory } from './flat-memory.ts';
import { clipByNorm, clipByValue, createGradientClipping, gradientClippingOptions } from './gradient-clipping.ts';
import { createVectorOperations } from './vector-operations.ts';

function gradientsOf(...values: number[]) {
  const memory = new FlatMemory({ parameterCount: values.length, slots: 0 });
  memory.gradients.set(values);
  return { gradients: memory.gradients, vectors: createVectorOperations(memory) };
}

describe('clipByNorm', () => {
  it('scales gradients down to the greatest norm, keeps their direction and returns the norm they had', () => {
    const { gradients, vectors } = gradientsOf(3, 0, -4, 0, 12);
    expect(clipByNorm(6.5)(vectors, gradients)).toBe(13);
    expect([...gradients]).toEqual([1.5, 0, -2, 0, 6]);
  });

  it('leaves gradients within the norm as they are', () => {
    const { gradients, vectors } = gradientsOf(3, 4);
    expect(clipByNorm(5)(vectors, gradients)).toBe(5);
    expect([...gradients]).toEqual([3, 4]);
  });
});

describe('clipByValue', () => {
  it('limits each element and returns the norm they had', () => {
    const { gradients, vectors } = gradientsOf(3, 0.25, -4);
    expect(clipByValue(0.5)(vectors, gradients)).toBeCloseTo(Math.sqrt(25.0625), 12);
    expect([...gradients]).toEqual([0.5, 0.25, -0.5]);
  });
});

describe('createGradientClipping', () => {
  it.each([
    [{ name: 'norm', maxNorm: 1 } as const, [0.6, 0.8]],
    [{ name: 'value', limit: 1 } as const, [1, 1]],
  ])('makes the clipping that %o describes', (options, expected) => {
    const { gradients, vectors } = gradientsOf(3, 4);
    createGradientClipping(gradientClippingOptions.parse(options))(vectors, gradients);
    expect([...gradients]).toEqual(expected.map(Math.fround));
  });

  it.each([{ name: 'norm', maxNorm: 1 } as const, { name: 'value', limit: 1 } as const])(
    'leaves gradients that are not finite for others to see (%o)',
    (options) => {
      const broken = [2, Number.POSITIVE_INFINITY, 3];
      const { gradients, vectors } = gradientsOf(...broken);
      expect(createGradientClipping(options)(vectors, gradients)).toBe(Number.POSITIVE_INFINITY);
      expect([...gradients]).toEqual(broken);
    },
  );

  it('has no options that clip everything away', () => {
    expect(gradientClippingOptions.safeParse({ name: 'norm', maxNorm: 0 }).success).toBe(false);
    expect(gradientClippingOptions.safeParse({ name: 'value', limit: -1 }).success).toBe(false);
  });
});
