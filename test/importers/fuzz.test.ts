import { copyFileSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { crc32 } from 'node:zlib';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { isNetwrightError } from '../../src/core/index.ts';
import { openDataset } from '../../src/data/index.ts';
import { decodeModel } from '../../src/graph/index.ts';
import { openNetwork } from '../../src/importers/index.ts';
import { restoreNetwork } from '../../src/importers/onnx/restore-network.ts';
import { catalogue } from '../../src/ops/index.ts';
import { readSafetensors } from '../../src/records/index.ts';

/** A reader of untrusted bytes: whole files that it reads, how many damaged ones it is given, and how it is called. */
interface Reader {
  readonly folder: string;
  readonly extension: string;
  /** Larger files are left out, for the time that they take. */
  readonly mostBytes: number;
  readonly runs: number;
  read(bytes: Uint8Array, extension: string): unknown;
}

const scratch = mkdtempSync(join(tmpdir(), 'netwright-fuzz-'));
// The HDF5 library tells the console of every fault that it meets.
beforeAll(() => void vi.spyOn(console, 'error').mockReturnValue());
afterAll(() => rmSync(scratch, { recursive: true }));

/** Readers that take a path. */
async function openCopy(bytes: Uint8Array, extension: string): Promise<void> {
  const path = join(scratch, `damaged${extension}`);
  writeFileSync(path, bytes);
  await openNetwork(path);
}

/** A `model.json` whose shards are whole, and lie where it looks for them. */
async function openBesideShards(bytes: Uint8Array, extension: string): Promise<void> {
  const shards = new URL('../fixtures/keras/tfjs/', import.meta.url);
  for (const shard of readdirSync(shards).filter((name) => name.endsWith('.bin'))) {
    copyFileSync(new URL(shard, shards), join(scratch, shard));
  }
  await openCopy(bytes, extension);
}

/** A zip archive whose directory gives the checksums of what its stored entries hold, damaged or not. */
function withRightChecksums(bytes: Uint8Array): Uint8Array {
  const archive = Buffer.from(bytes);
  let at = archive.indexOf('PK\x01\x02', 0, 'latin1');
  while (at >= 0 && at + 46 <= archive.length) {
    const [size, header] = [archive.readUInt32LE(at + 20), archive.readUInt32LE(at + 42)];
    if (header + 30 <= archive.length) {
      const start = header + 30 + archive.readUInt16LE(header + 26) + archive.readUInt16LE(header + 28);
      archive.writeUInt32LE(crc32(archive.subarray(start, start + size)), at + 16);
    }
    at = archive.indexOf('PK\x01\x02', at + 4, 'latin1');
  }
  return archive;
}

const readers: Readonly<Record<string, Reader>> = {
  'ONNX, whole import': {
    folder: 'onnx-pytorch',
    extension: '.onnx',
    mostBytes: 10_000,
    runs: 4200,
    read: (bytes) => restoreNetwork(decodeModel(bytes, catalogue)),
  },
  safetensors: {
    folder: 'safetensors',
    extension: '.safetensors',
    mostBytes: 100_000,
    runs: 4000,
    read: (bytes) => readSafetensors(bytes, 'damaged.safetensors'),
  },
  '.keras': { folder: 'keras', extension: '.keras', mostBytes: 60_000, runs: 600, read: openCopy },
  '.keras, damaged behind its checksums': {
    folder: 'keras',
    extension: '.keras',
    mostBytes: 60_000,
    runs: 1500,
    read: (bytes, extension) => openCopy(withRightChecksums(bytes), extension),
  },
  '.h5': { folder: 'keras', extension: '.h5', mostBytes: 60_000, runs: 500, read: openCopy },
  'model.json and weights of TensorFlow.js': {
    folder: 'keras/tfjs',
    extension: '.json',
    mostBytes: 60_000,
    runs: 400,
    read: openBesideShards,
  },
  npz: {
    folder: 'data',
    extension: '.npz',
    mostBytes: 60_000,
    runs: 600,
    read: async (bytes) => {
      const path = join(scratch, 'damaged.npz');
      writeFileSync(path, bytes);
      await openDataset(path);
    },
  },
  '.json of Keras': { folder: 'keras', extension: '.json', mostBytes: 60_000, runs: 600, read: openCopy },
};

/** Ways to damage a file: it ends early, bytes are other ones, a part is missing or stands twice. */
const damage = fc.record({
  kind: fc.constantFrom('truncate', 'flip', 'flip', 'cut', 'repeat'),
  at: fc.double({ min: 0, max: 1, noNaN: true, maxExcluded: true }),
  length: fc.integer({ min: 1, max: 40 }),
  bits: fc.array(fc.record({ at: fc.double({ min: 0, max: 1, noNaN: true, maxExcluded: true }), bit: fc.nat(7) }), {
    minLength: 1,
    maxLength: 4,
  }),
});

type Damage = typeof damage extends fc.Arbitrary<infer T> ? T : never;

function spoil(bytes: Uint8Array, { kind, at, length, bits }: Damage): Uint8Array {
  const start = Math.floor(at * bytes.length);
  switch (kind) {
    case 'truncate':
      return bytes.slice(0, start);
    case 'cut':
      return Uint8Array.from([...bytes.subarray(0, start), ...bytes.subarray(start + length)]);
    case 'repeat':
      return Uint8Array.from([...bytes.subarray(0, start + length), ...bytes.subarray(start)]);
    default: {
      const flipped = bytes.slice();
      for (const flip of bits) flipped[Math.floor(flip.at * bytes.length)]! ^= 1 << flip.bit;
      return flipped;
    }
  }
}

function filesFor({ folder, extension, mostBytes }: Reader): string[] {
  const path = fileURLToPath(new URL(`../fixtures/${folder}/`, import.meta.url));
  return readdirSync(path, { recursive: true, encoding: 'utf8' })
    .filter((name) => extname(name) === extension)
    .map((name) => join(path, name))
    .filter((name) => statSync(name).size <= mostBytes);
}

describe('a damaged file is read or refused with an error of our own:', () => {
  it.each(Object.entries(readers))(
    '%s',
    async (_name, reader) => {
      const files = filesFor(reader);
      expect(files.length).toBeGreaterThan(0);
      const before = process.memoryUsage.rss();
      await fc.assert(
        fc.asyncProperty(fc.constantFrom(...files), damage, async (file, change) => {
          try {
            await reader.read(spoil(readFileSync(file), change), reader.extension);
          } catch (error) {
            if (!isNetwrightError(error)) throw error;
          }
        }),
        { numRuns: reader.runs, seed: 1, endOnFailure: true },
      );
      // No size that a damaged file claims is believed.
      expect(process.memoryUsage.rss() - before).toBeLessThan(2 ** 30);
    },
    120_000,
  );

  it('ten thousand in all', () => {
    expect(Object.values(readers).reduce((sum, { runs }) => sum + runs, 0)).toBeGreaterThanOrEqual(10_000);
  });
});
