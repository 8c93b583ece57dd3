import { createHash } from 'node:crypto';
import {
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statfsSync,
  statSync,
  utimesSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import { FileError } from '../core/index.ts';
import { describeSystemError } from './readers/system-error.ts';

/** Entries that nobody opened for so long are removed. */
const keptDays = 30;

/** Counted up when the files of an entry change their form. */
const format = 1;

/** What an entry of the cache is made from. */
export interface CacheSubject {
  /** Where the data come from, for messages. */
  readonly source: string;
  /** The files that it is made of; an entry counts only while their sizes and times stay. */
  readonly files: readonly string[];
  /** Everything else that decides what is in it. */
  readonly settings: unknown;
  /** Bytes that its arrays will take. */
  readonly bytes: number;
}

/** Files of an entry that is being written. */
export interface CacheWriter {
  /** Adds bytes to the end of a file of the entry. */
  append(name: string, bytes: Uint8Array): void;
  /** Writes bytes at a position of a file of the entry. */
  writeAt(name: string, bytes: Uint8Array, position: number): void;
}

/** An entry of the cache. */
export interface CacheEntry {
  path(name: string): string;
  /** What `write` gave when it was made. */
  readonly description: unknown;
}

/**
 * The folder that holds what was made of some files: an earlier one, or a new one that `write` fills. It is written beside its
 * place and renamed when it is whole, so that what was interrupted does not count. Throws {@link FileError} where the disk
 * is too small or the folder cannot be written.
 */
export async function cached(
  folder: string,
  subject: CacheSubject,
  write: (writer: CacheWriter) => Promise<unknown>,
): Promise<CacheEntry> {
  const place = join(folder, keyOf(subject));
  const entry = (): CacheEntry => ({
    path: (name) => join(place, name),
    description: JSON.parse(readFileSync(join(place, 'description.json'), 'utf8')),
  });
  if (existsSync(join(place, 'description.json'))) {
    markUsed(place);
    return entry();
  }
  const partial = `${place}.${process.pid}.partial`;
  const files = new Map<string, { readonly file: number; end: number }>();
  const writeAt = (name: string, bytes: Uint8Array, position: number): void => {
    if (!files.has(name)) files.set(name, { file: openSync(join(partial, name), 'w'), end: 0 });
    const opened = files.get(name)!;
    for (let at = 0; at < bytes.length; ) at += writeSync(opened.file, bytes, at, bytes.length - at, position + at);
    opened.end = Math.max(opened.end, position + bytes.length);
  };
  try {
    mkdirSync(partial, { recursive: true });
    removeAbandoned(folder);
    removeUnused(folder);
    checkRoom(folder, subject);
    const description = await write({
      append: (name, bytes) => writeAt(name, bytes, files.get(name)?.end ?? 0),
      writeAt,
    });
    writeFileSync(join(partial, 'description.json'), JSON.stringify(description ?? null));
    // Another process may have been faster.
    if (!existsSync(place)) renameSync(partial, place);
    return entry();
  } catch (error) {
    if (!(error instanceof Error && 'syscall' in error)) throw error;
    if ('code' in error && error.code === 'ENOSPC') throw diskFull(folder, subject);
    throw new FileError(folder, `the arrays of ${subject.source} cannot be kept here (${error.message})`, {
      advice: 'Name another folder for them (cacheFolder, or XDG_CACHE_HOME)',
      cause: error,
    });
  } finally {
    for (const { file } of files.values()) closeSync(file);
    rmSync(partial, { recursive: true, force: true });
  }
}

function keyOf({ files, settings }: CacheSubject): string {
  const hash = createHash('sha256').update(JSON.stringify([format, settings]));
  for (const file of files) {
    try {
      const { size, mtimeMs, ino } = statSync(file);
      hash.update(JSON.stringify([file, size, mtimeMs, ino]));
    } catch (error) {
      throw describeSystemError(file, error);
    }
  }
  return hash.digest('hex').slice(0, 32);
}

function checkRoom(folder: string, subject: CacheSubject): void {
  const { bavail, bsize } = statfsSync(folder);
  if (bavail * bsize < 1.05 * subject.bytes) throw diskFull(folder, subject);
}

function diskFull(folder: string, { source, bytes }: CacheSubject): FileError {
  return new FileError(folder, `no room for the ${bytes} bytes of ${source} as arrays, from which they are streamed`, {
    advice: 'Make room, name another folder (cacheFolder, or XDG_CACHE_HOME), or read into memory (--stream never)',
  });
}

/** Removes what processes left that ended in the middle. */
function removeAbandoned(folder: string): void {
  for (const name of readdirSync(folder)) {
    const pid = Number(/\.(\d+)\.partial$/.exec(name)?.[1] ?? process.pid);
    if (pid !== process.pid && !isRunning(pid)) rmSync(join(folder, name), { recursive: true, force: true });
  }
}

/** The time of its description says when an entry was last opened. */
function markUsed(place: string): void {
  const now = new Date();
  try {
    utimesSync(join(place, 'description.json'), now, now);
  } catch {
    // A cache that cannot be written to serves all the same.
  }
}

/** Removes entries that were not opened for {@link keptDays}. What is no entry stays. */
function removeUnused(folder: string): void {
  const oldest = Date.now() - keptDays * 24 * 3600 * 1000;
  for (const name of readdirSync(folder)) {
    if (!/^[0-9a-f]{32}$/.test(name)) continue;
    try {
      if (statSync(join(folder, name, 'description.json')).mtimeMs >= oldest) continue;
      rmSync(join(folder, name), { recursive: true, force: true });
    } catch {
      // Another process removes it, or holds its files open.
    }
  }
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}
