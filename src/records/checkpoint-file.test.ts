import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { crc32 } from 'node:zlib';
import { afterAll, describe, expect, it } from 'vitest';
import { FileError, type Tensor } from '../core/index.ts';
import { readCheckpointFile, writeCheckpointFile } from './checkpoint-file.ts';

const folder = mkdtempSync(join(tmpdir(), 'netwright-checkpoint-file-'));
afterAll(() => {
  rmSync(folder, { recursive: true });
});

/** A vector in memory that threads share, or in plain memory. */
function vectorOf(length: number, isShared: boolean): Tensor {
  const bytes = 4 * length;
  const buffer = isShared ? (new SharedArrayBuffer(bytes) as unknown as ArrayBuffer) : new ArrayBuffer(bytes);
  return { dtype: 'float32', shape: [length], data: new Float32Array(buffer).map((_, index) => index / 7) };
}

const bytesOf = ({ data }: Pick<Tensor, 'data'>) => Buffer.from(data.buffer, data.byteOffset, data.byteLength);

describe.each([
  ['small', 1000],
  ['large enough for a thread', 1_500_000],
])('a checkpoint that is %s', (_title, length) => {
  it.each([true, false])('is read as it was written, from shared memory: %s', async (isShared) => {
    const path = join(folder, `${length}-${isShared}.safetensors`);
    const tensors = new Map([
      ['network/a', vectorOf(length, isShared)],
      ['network/b', vectorOf(3, isShared)],
    ]);
    await writeCheckpointFile(path, { tensors, state: { step: 3, loss: Number.NaN } });
    const read = await readCheckpointFile(path);
    expect(read.state).toEqual({ step: 3, loss: 'NaN' });
    for (const [name, { data }] of tensors)
      expect(bytesOf(read.tensors.get(name)!).equals(bytesOf({ data }))).toBe(true);
    const bytes = readFileSync(path);
    expect(bytes.readUInt32LE(bytes.length - 4)).toBe(crc32(bytes.subarray(0, -4)));
  });

  it('leaves the older file and nothing half-written where it cannot be written', async () => {
    const contents = { tensors: new Map([['a', vectorOf(length, true)]]), state: {} };
    await expect(writeCheckpointFile(join(folder, 'absent', 'x'), contents)).rejects.toThrow(
      'cannot be written: its folder does not exist',
    );
    const parent = join(folder, `in-the-way-${length}`);
    const path = join(parent, 'x.safetensors');
    mkdirSync(path, { recursive: true });
    writeFileSync(join(path, 'older'), '');
    await expect(writeCheckpointFile(path, contents)).rejects.toThrow(FileError);
    expect(readdirSync(parent, { recursive: true }).sort()).toEqual(['x.safetensors', 'x.safetensors/older']);
  });
});
