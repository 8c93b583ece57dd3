import type { FileHandle } from 'node:fs/promises';
import { FileError } from '../../core/index.ts';
import { checkDeclaredSize } from './inflate.ts';
import { readRange } from './open-file.ts';
import type { ZipEntry } from './zip-entry.ts';

const endRecordBytes = 22;
const zip64LocatorBytes = 20;
const zip64EndRecordBytes = 56;
const entryHeaderBytes = 46;
const maximumCommentBytes = 0xffff;

interface DirectoryPlace {
  readonly entryCount: number;
  readonly offset: number;
  readonly sizeBytes: number;
}

/** Reads and checks the central directory of an open archive. Throws {@link FileError} where it is not sound. */
export async function readZipDirectory(
  path: string,
  file: FileHandle,
  fileBytes: number,
): Promise<Map<string, ZipEntry>> {
  const place = await findDirectory(path, file, fileBytes);
  if (place.offset + place.sizeBytes > fileBytes || place.entryCount * entryHeaderBytes > place.sizeBytes) {
    throw new FileError(path, `a central directory of ${place.entryCount} entries does not fit the file`, {
      offset: place.offset,
      advice: 'The file is damaged or cut short',
    });
  }
  const directory = await readRange(path, file, place.offset, place.sizeBytes);
  return limitEntries(path, parseEntries(path, directory, place), place.offset);
}

async function findDirectory(path: string, file: FileHandle, fileBytes: number): Promise<DirectoryPlace> {
  const tailBytes = Math.min(fileBytes, endRecordBytes + maximumCommentBytes + zip64LocatorBytes);
  const tailStart = fileBytes - tailBytes;
  const tail = await readRange(path, file, tailStart, tailBytes);
  const view = new DataView(tail.buffer);
  for (let at = tailBytes - endRecordBytes; at >= 0; at--) {
    if (view.getUint32(at, true) !== 0x06054b50) continue;
    if (at + endRecordBytes + view.getUint16(at + 20, true) !== tailBytes) continue;
    const place = {
      entryCount: view.getUint16(at + 10, true),
      sizeBytes: view.getUint32(at + 12, true),
      offset: view.getUint32(at + 16, true),
    };
    const isZip64 = place.entryCount === 0xffff || place.sizeBytes === 0xffffffff || place.offset === 0xffffffff;
    const locator = at - zip64LocatorBytes;
    if (!isZip64 || locator < 0 || view.getUint32(locator, true) !== 0x07064b50) return place;
    return readZip64Place(path, file, fileBytes, readUint64(path, view, locator + 8));
  }
  throw new FileError(path, 'is not a zip archive: its end record is missing', {
    advice: 'The file is cut short or of another format',
  });
}

async function readZip64Place(path: string, file: FileHandle, fileBytes: number, at: number): Promise<DirectoryPlace> {
  if (at + zip64EndRecordBytes > fileBytes) {
    throw new FileError(path, 'the zip64 end record lies behind the end', {
      offset: at,
      advice: 'The file is damaged',
    });
  }
  const view = new DataView((await readRange(path, file, at, zip64EndRecordBytes)).buffer);
  if (view.getUint32(0, true) !== 0x06064b50) {
    throw new FileError(path, 'no zip64 end record', { offset: at, advice: 'The file is damaged' });
  }
  return {
    entryCount: readUint64(path, view, 32),
    sizeBytes: readUint64(path, view, 40),
    offset: readUint64(path, view, 48),
  };
}

function parseEntries(path: string, directory: Uint8Array<ArrayBuffer>, place: DirectoryPlace): ZipEntry[] {
  const view = new DataView(directory.buffer);
  const entries: ZipEntry[] = [];
  let at = 0;
  for (let i = 0; i < place.entryCount; i++) {
    const fits = at + entryHeaderBytes <= directory.length && view.getUint32(at, true) === 0x02014b50;
    const nameBytes = fits ? view.getUint16(at + 28, true) : 0;
    const extraBytes = fits ? view.getUint16(at + 30, true) : 0;
    const end = fits ? at + entryHeaderBytes + nameBytes + extraBytes + view.getUint16(at + 32, true) : Infinity;
    if (end > directory.length) {
      throw new FileError(path, `entry ${i + 1} of ${place.entryCount} of the central directory is damaged`, {
        offset: place.offset + at,
      });
    }
    const nameStart = at + entryHeaderBytes;
    const name = new TextDecoder().decode(directory.subarray(nameStart, nameStart + nameBytes));
    const extra = new DataView(directory.buffer, nameStart + nameBytes, extraBytes);
    if (!name.endsWith('/')) entries.push(parseEntry(path, name, view, at, extra));
    at = end;
  }
  return entries;
}

function parseEntry(path: string, name: string, view: DataView, at: number, extra: DataView): ZipEntry {
  if (name === '' || name.includes('\0') || /^[/\\]|^[a-z]:|(^|[/\\])\.\.([/\\]|$)/i.test(name)) {
    throw new FileError(path, `entry ${JSON.stringify(name)} has a name that leaves the archive: refused`);
  }
  if (view.getUint16(at + 8, true) & 1) throw new FileError(path, `entry '${name}' is encrypted: cannot be read`);
  const method = view.getUint16(at + 10, true);
  if (method !== 0 && method !== 8) {
    throw new FileError(path, `entry '${name}' uses compression method ${method}: expected stored or deflated`, {
      advice: 'Save it again with numpy.savez or numpy.savez_compressed',
    });
  }
  const fields = {
    uncompressedBytes: view.getUint32(at + 24, true),
    compressedBytes: view.getUint32(at + 20, true),
    headerOffset: view.getUint32(at + 42, true),
  };
  const wide = widenFields(path, name, fields, extra);
  if (method === 0 && wide.compressedBytes !== wide.uncompressedBytes) {
    throw new FileError(path, `stored entry '${name}' declares two different sizes`, { advice: 'The file is damaged' });
  }
  if (method === 8 && wide.compressedBytes === 0) {
    throw new FileError(path, `deflated entry '${name}' is empty`, { advice: 'The file is damaged' });
  }
  if (method === 8) checkDeclaredSize(path, `entry '${name}'`, wide.compressedBytes, wide.uncompressedBytes);
  return { name, compressed: method === 8, ...wide, crc32: view.getUint32(at + 16, true), endLimit: 0 };
}

interface WideFields {
  uncompressedBytes: number;
  compressedBytes: number;
  headerOffset: number;
}

/** The fields that are 0xFFFFFFFF, replaced by those of the zip64 extra field, where they follow in this order. */
function widenFields(path: string, name: string, fields: WideFields, extra: DataView): WideFields {
  const wide = { ...fields };
  for (let at = 0; at + 4 <= extra.byteLength; at += 4 + extra.getUint16(at + 2, true)) {
    if (extra.getUint16(at, true) !== 0x0001) continue;
    const end = Math.min(at + 4 + extra.getUint16(at + 2, true), extra.byteLength);
    let from = at + 4;
    for (const key of ['uncompressedBytes', 'compressedBytes', 'headerOffset'] as const) {
      if (fields[key] !== 0xffffffff) continue;
      if (from + 8 > end) throw new FileError(path, `the zip64 sizes of entry '${name}' are cut short`);
      wide[key] = readUint64(path, extra, from);
      from += 8;
    }
  }
  return wide;
}

/** Entries by name, each with the position where the next one begins: overlapping entries are how zip bombs are made. */
function limitEntries(path: string, entries: ZipEntry[], directoryOffset: number): Map<string, ZipEntry> {
  const sorted = [...entries].sort((a, b) => a.headerOffset - b.headerOffset);
  const limits = new Map(sorted.map((entry, i) => [entry, sorted[i + 1]?.headerOffset ?? directoryOffset]));
  const byName = new Map<string, ZipEntry>();
  for (const entry of entries) {
    const endLimit = limits.get(entry)!;
    if (entry.headerOffset + entry.compressedBytes > endLimit) {
      throw new FileError(path, `entry '${entry.name}' overlaps what follows it`, {
        offset: entry.headerOffset,
        advice: 'The file is damaged or cut short',
      });
    }
    if (byName.has(entry.name)) throw new FileError(path, `has two entries named '${entry.name}'`);
    byName.set(entry.name, { ...entry, endLimit });
  }
  return byName;
}

function readUint64(path: string, view: DataView, at: number): number {
  const value = Number(view.getBigUint64(at, true));
  if (!Number.isSafeInteger(value)) {
    throw new FileError(path, `a zip64 size of ${value} bytes`, { advice: 'The file is damaged' });
  }
  return value;
}
