import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { fromNumbers } from '../core/index.ts';
import { openInputs } from '../data/index.ts';
import { encodeNpy } from './npy.ts';

const folder = mkdtempSync(join(tmpdir(), 'netwright-npy-'));
afterAll(() => {
  rmSync(folder, { recursive: true });
});

describe('encodeNpy', () => {
  it('writes the header that NumPy writes', () => {
    const bytes = encodeNpy(fromNumbers('float32', [3], [1, 2, 3]));
    const header = "\x93NUMPY\x01\x00\x76\x00{'descr': '<f4', 'fortran_order': False, 'shape': (3,), }";
    expect(Buffer.from(bytes).toString('latin1', 0, 128)).toBe(`${header.padEnd(127)}\n`);
    expect(bytes.length).toBe(128 + 3 * 4);
  });

  it.each([[[2, 3]], [[4, 1, 2]], [[1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 2]]])(
    'writes shape %j so that it is read again',
    async (shape) => {
      const count = shape.reduce((product, length) => product * length, 1);
      const values = Array.from({ length: count }, (_, i) => i / 8);
      const path = join(folder, `${shape.join('-')}.npy`);
      writeFileSync(path, encodeNpy(fromNumbers('float32', shape, values)));
      const inputs = await openInputs(path);
      expect([inputs.length, ...inputs.inputs[0]!.shape]).toEqual(shape);
      const read = new Float32Array(count);
      inputs.gather(
        inputs.inputs[0]!.name,
        Array.from({ length: shape[0]! }).map((_, i) => i),
        read,
      );
      expect(Array.from(read)).toEqual(values);
    },
  );
});
