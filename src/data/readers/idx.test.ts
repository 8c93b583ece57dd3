import { writeFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import {
  damaged,
  fixture,
  fixtureBytes,
  refuseOrAccept,
  temporaryFolder,
} from '../../../test/fixtures/data/support.ts';
import { toNumbers } from '../../core/index.ts';
import { parseIdx, readIdx } from './idx.ts';

const folder = temporaryFolder();
afterAll(folder.remove);

describe('readIdx', () => {
  it.each([
    ['u1', 'uint8'],
    ['i1', 'int8'],
    ['i2', 'int16'],
    ['i4', 'int32'],
    ['f4', 'float32'],
    ['f8', 'float64'],
  ])('reads elements of type %s', async (kind, dtype) => {
    const array = await readIdx(fixture(`idx/${kind}.idx`));
    expect([array.dtype, array.shape, toNumbers(array)]).toEqual([dtype, [2, 3], [0, 1, 2, 3, 4, 5]]);
  });

  it('reads gzipped files as numpy wrote them', async () => {
    const expected = JSON.parse(new TextDecoder().decode(fixtureBytes('expected.json')))['mnist-train'];
    const array = await readIdx(fixture('mnist/train-images-idx3-ubyte.gz'));
    expect([array.shape, toNumbers(array)]).toEqual([expected.shape, expected.values]);
  });

  it('says how many bytes a file that is cut short lacks', () => {
    const bytes = fixtureBytes('idx/f4.idx');
    expect(() => parseIdx('cut.idx', bytes.slice(0, -4))).toThrow(
      'cut.idx at byte 12: 20 bytes of data, expected 24 for shape [2, 3] of float32',
    );
    expect(() => parseIdx('cut.idx', bytes.slice(0, 7))).toThrow('cut.idx: does not begin like an IDX file');
  });

  it('refuses a gzip file that holds more than its trailer declares, or that declares what it cannot hold', async () => {
    const packed = gzipSync(new Uint8Array(1_000_000));
    packed.writeUInt32LE(5000, packed.length - 4);
    writeFileSync(folder.path('long.gz'), packed);
    await expect(readIdx(folder.path('long.gz'))).rejects.toThrow('unpacks to more than the 5000 bytes it declares');
    packed.writeUInt32LE(0xfffffff0, packed.length - 4);
    writeFileSync(folder.path('bomb.gz'), packed);
    await expect(readIdx(folder.path('bomb.gz'))).rejects.toThrow('refused as a zip bomb');
  });

  it('withstands damage', async () => {
    const path = folder.path('damaged');
    const files = ['idx/u1.idx', 'idx/f8.idx', 'mnist/train-images-idx3-ubyte.gz'].map(fixtureBytes);
    await fc.assert(
      fc.asyncProperty(fc.oneof(...files.map(damaged)), async (bad) => {
        writeFileSync(path, bad);
        await refuseOrAccept(() => readIdx(path));
      }),
      { seed: 1, numRuns: 300 },
    );
  });
});
