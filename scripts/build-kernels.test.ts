import { describe, expect, it } from 'vitest';
import { buildKernels } from './build-kernels.mjs';

describe('buildKernels', () => {
  it('leaves kernels alone that were made from the present sources, as they were before these tests', async () => {
    expect(await buildKernels()).toBe(false);
  });
});
