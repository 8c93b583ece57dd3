import { describe, expect, it } from 'vitest';
import { freeBuffers } from './free-buffers.ts';

describe('freeBuffers', () => {
  it('takes the memory of large buffers again and again, and leaves small and shared ones', async () => {
    for (let round = 0; round < 3; round++) {
      const large = [new ArrayBuffer(1 << 20), new ArrayBuffer(1 << 17)];
      const small = new ArrayBuffer(1000);
      const shared = new SharedArrayBuffer(1 << 20);
      freeBuffers([...large, small, shared]);
      expect(large.map(({ byteLength }) => byteLength)).toEqual([0, 0]);
      expect([small.byteLength, shared.byteLength]).toEqual([1000, 1 << 20]);
      await new Promise((resolve) => setTimeout(resolve));
    }
  });
});
