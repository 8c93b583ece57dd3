import { createReadStream } from 'node:fs';
import { crc32 } from 'node:zlib';
import { FileError } from '../../core/index.ts';
import { inflate, inflateChunkBytes, isZipBomb } from './inflate.ts';
import { readRange, withFile } from './open-file.ts';
import { readZipDirectory } from './zip-directory.ts';
import type { ZipEntry } from './zip-entry.ts';

const localHeaderBytes = 30;

/**
 * A zip archive opened for reading: stored or deflated entries, with or without zip64. Sizes come from the central
 * directory, since numpy's local headers carry 0xFFFFFFFF; nothing is ever written to disk. Format: PKWARE APPNOTE 6.3.10.
 */
export class ZipArchive {
  readonly path: string;
  /** Files of the archive by name; folders are left out. */
  readonly entries: ReadonlyMap<string, ZipEntry>;

  private constructor(path: string, entries: ReadonlyMap<string, ZipEntry>) {
    this.path = path;
    this.entries = entries;
  }

  /**
   * Reads the central directory. Throws {@link FileError} where the file is not a zip archive, is cut short, has names
   * that leave its folder, entries that overlap, or sizes that only a zip bomb has.
   */
  static async open(path: string): Promise<ZipArchive> {
    const { entries, archiveBytes } = await withFile(path, async (file, sizeBytes) => ({
      entries: await readZipDirectory(path, file, sizeBytes),
      archiveBytes: sizeBytes,
    }));
    let declared = 0;
    for (const entry of entries.values()) declared += entry.uncompressedBytes;
    if (isZipBomb(archiveBytes, declared)) {
      throw new FileError(path, `${archiveBytes} bytes that unpack to ${declared}: refused as a zip bomb`, {
        advice: 'If the data is yours, save it uncompressed',
      });
    }
    return new ZipArchive(path, entries);
  }

  /** The unpacked bytes of one entry, its checksum verified. Throws {@link FileError} where it is absent or damaged. */
  async read(name: string): Promise<Uint8Array<ArrayBuffer>> {
    const entry = this.entries.get(name);
    if (entry === undefined) throw new FileError(this.path, `has no entry '${name}'`);
    const what = `entry '${name}'`;
    const start = await this.#dataStart(entry);
    const bytes = entry.compressed ? await this.#inflate(entry, what, start) : await this.#stored(entry, start);
    if (crc32(bytes) !== entry.crc32) {
      throw new FileError(this.path, `${what} does not match its checksum`, { advice: 'The file is damaged' });
    }
    return bytes;
  }

  /** Where a stored entry lies in the archive; `undefined` where it is compressed. Its checksum is not verified. */
  async locate(name: string): Promise<{ start: number; sizeBytes: number } | undefined> {
    const entry = this.entries.get(name);
    if (entry === undefined || entry.compressed) return undefined;
    return { start: await this.#dataStart(entry), sizeBytes: entry.compressedBytes };
  }

  /** Position of an entry's data, behind its local header. */
  #dataStart(entry: ZipEntry): Promise<number> {
    return withFile(this.path, async (file) => {
      const header = await readRange(this.path, file, entry.headerOffset, localHeaderBytes);
      const view = new DataView(header.buffer);
      if (view.getUint32(0, true) !== 0x04034b50) {
        throw new FileError(this.path, `no local header of entry '${entry.name}'`, {
          offset: entry.headerOffset,
          advice: 'The file is damaged',
        });
      }
      const start = entry.headerOffset + localHeaderBytes + view.getUint16(26, true) + view.getUint16(28, true);
      if (start + entry.compressedBytes > entry.endLimit) {
        throw new FileError(this.path, `entry '${entry.name}' runs into what follows it`, {
          offset: start,
          advice: 'The file is damaged',
        });
      }
      return start;
    });
  }

  #stored(entry: ZipEntry, start: number): Promise<Uint8Array<ArrayBuffer>> {
    return withFile(this.path, (file) => readRange(this.path, file, start, entry.compressedBytes));
  }

  #inflate(entry: ZipEntry, what: string, start: number): Promise<Uint8Array<ArrayBuffer>> {
    const end = start + entry.compressedBytes - 1;
    const compressed = createReadStream(this.path, { start, end, highWaterMark: inflateChunkBytes });
    return inflate(this.path, what, compressed, 'deflate', entry.uncompressedBytes);
  }
}
