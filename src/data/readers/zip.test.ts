import { writeFileSync } from 'node:fs';
import { crc32, deflateRawSync } from 'node:zlib';
import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import {
  damaged,
  fixture,
  fixtureBytes,
  refuseOrAccept,
  temporaryFolder,
} from '../../../test/fixtures/data/support.ts';
import { openNpz } from './npz.ts';
import { ZipArchive } from './zip.ts';

const folder = temporaryFolder();
afterAll(folder.remove);

interface EntryParts {
  readonly name: string;
  readonly data: Uint8Array;
  readonly method: number;
  readonly declaredBytes: number;
  readonly checksum: number;
  /** Position of the local header; by default behind the entry before. */
  readonly offset?: number;
}

/** Writes an archive whose directory says what it is told to. */
function writeZip(name: string, entries: readonly EntryParts[]): string {
  const chunks: Uint8Array[] = [];
  const directory: Uint8Array[] = [];
  let position = 0;
  for (const entry of entries) {
    const nameBytes = Buffer.from(entry.name);
    const local = Buffer.alloc(30);
    local.writeUInt32LE(0x04034b50, 0);
    local.writeUInt16LE(nameBytes.length, 26);
    const central = Buffer.alloc(46);
    central.writeUInt32LE(0x02014b50, 0);
    central.writeUInt16LE(entry.method, 10);
    central.writeUInt32LE(entry.checksum, 16);
    central.writeUInt32LE(entry.data.length, 20);
    central.writeUInt32LE(entry.declaredBytes, 24);
    central.writeUInt16LE(nameBytes.length, 28);
    central.writeUInt32LE(entry.offset ?? position, 42);
    directory.push(central, nameBytes);
    chunks.push(local, nameBytes, entry.data);
    position += 30 + nameBytes.length + entry.data.length;
  }
  const directoryBytes = Buffer.concat(directory);
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(entries.length, 8);
  end.writeUInt16LE(entries.length, 10);
  end.writeUInt32LE(directoryBytes.length, 12);
  end.writeUInt32LE(position, 16);
  const path = folder.path(name);
  writeFileSync(path, Buffer.concat([...chunks, directoryBytes, end]));
  return path;
}

function deflated(name: string, content: Uint8Array): EntryParts {
  return { name, data: deflateRawSync(content), method: 8, declaredBytes: content.length, checksum: crc32(content) };
}

describe('ZipArchive', () => {
  it('reads deflated and stored entries, folders left out, with a comment that looks like an end record', async () => {
    const archive = await ZipArchive.open(fixture('zip/comment.zip'));
    expect([...archive.entries.keys()]).toEqual(['folder/a.txt', 'empty.txt']);
    expect(new TextDecoder().decode(await archive.read('folder/a.txt'))).toBe('hello');
    expect(await archive.read('empty.txt')).toHaveLength(0);
  });

  it('reads zip64 records', async () => {
    const archive = await ZipArchive.open(fixture('zip/zip64-end.zip'));
    expect(new TextDecoder().decode(await archive.read('a.txt'))).toBe('hello');
  });

  it('reads data larger than one chunk', async () => {
    const content = Uint8Array.from({ length: 1_000_000 }, (_, i) => (i * i) >> 7);
    const archive = await ZipArchive.open(writeZip('large.zip', [deflated('a', content)]));
    expect(Buffer.compare(await archive.read('a'), content)).toBe(0);
  });

  it('refuses a name that leaves the archive, and a method that is not read', async () => {
    await expect(ZipArchive.open(fixture('zip/escape.zip'))).rejects.toThrow('"../outside.npy" has a name that leaves');
    await expect(ZipArchive.open(fixture('zip/bzip2.zip'))).rejects.toThrow(
      'uses compression method 12: expected stored',
    );
    for (const name of ['/etc/passwd', 'C:\\x', 'a\\..\\b', 'a/../../b', '']) {
      const path = writeZip('name.zip', [deflated(name, new Uint8Array(3))]);
      await expect(ZipArchive.open(path)).rejects.toThrow('leaves the archive: refused');
    }
  });

  it('refuses a zip bomb before unpacking it', async () => {
    const bomb = { ...deflated('bomb', new Uint8Array(0)), data: new Uint8Array(2_000_000), declaredBytes: 1.5e9 };
    await expect(ZipArchive.open(writeZip('bomb.zip', [bomb]))).rejects.toThrow('refused as a zip bomb');
    const half = { ...bomb, data: new Uint8Array(700_000), declaredBytes: 7e8 };
    const two = writeZip('two-halves.zip', [half, { ...half, name: 'other' }]);
    await expect(ZipArchive.open(two)).rejects.toThrow('that unpack to 1400000000: refused as a zip bomb');
  });

  it('refuses a size that the compressed bytes cannot hold', async () => {
    const liar = { ...deflated('liar', new Uint8Array(10)), declaredBytes: 5e8 };
    await expect(ZipArchive.open(writeZip('liar.zip', [liar]))).rejects.toThrow('more than its');
  });

  it('stops unpacking at the declared size', async () => {
    const liar = { ...deflated('a', new Uint8Array(10_000_000)), declaredBytes: 1000 };
    const archive = await ZipArchive.open(writeZip('long.zip', [liar]));
    await expect(archive.read('a')).rejects.toThrow("entry 'a' unpacks to more than the 1000 bytes it declares");
    const short = { ...deflated('a', new Uint8Array(1000)), declaredBytes: 1001 };
    const other = await ZipArchive.open(writeZip('short.zip', [short]));
    await expect(other.read('a')).rejects.toThrow('unpacks to 1000 bytes, expected the 1001 it declares');
  });

  it('refuses entries that overlap or share a name', async () => {
    const entry = deflated('a', Uint8Array.from([1, 2, 3, 4]));
    const overlapping = writeZip('overlap.zip', [entry, { ...entry, name: 'b', offset: 0 }]);
    await expect(ZipArchive.open(overlapping)).rejects.toThrow('overlaps what follows it');
    await expect(ZipArchive.open(writeZip('twice.zip', [entry, entry]))).rejects.toThrow("two entries named 'a'");
  });

  it('verifies checksums', async () => {
    const path = writeZip('checksum.zip', [{ ...deflated('a', Uint8Array.from([1, 2])), checksum: 7 }]);
    await expect((await ZipArchive.open(path)).read('a')).rejects.toThrow("entry 'a' does not match its checksum");
  });

  it('says that a file is absent or no archive', async () => {
    await expect(ZipArchive.open(folder.path('none.zip'))).rejects.toThrow('none.zip: no such file or folder');
    await expect(ZipArchive.open(folder.path(''))).rejects.toThrow('is a folder, expected a file');
    writeFileSync(folder.path('empty.zip'), '');
    await expect(ZipArchive.open(folder.path('empty.zip'))).rejects.toThrow('is not a zip archive');
  });

  it.each(['npz/stored.npz', 'npz/deflated.npz', 'npz/zip64.npz', 'zip/zip64-end.zip'])(
    'withstands damage to %s',
    async (name) => {
      const path = folder.path('damaged.npz');
      await fc.assert(
        fc.asyncProperty(damaged(fixtureBytes(name)), async (bad) => {
          writeFileSync(path, bad);
          await refuseOrAccept(async () => {
            const archive = await openNpz(path);
            for (const array of archive.names) await archive.read(array);
          });
        }),
        { seed: 1, numRuns: 100 },
      );
    },
  );
});
