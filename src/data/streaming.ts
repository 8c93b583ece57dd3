import { homedir, totalmem } from 'node:os';
import { join } from 'node:path';
import { maximumArrayBytes } from './readers/files.ts';

/** Whether data stay on disk and are read batch by batch: `auto` where they take too much memory. */
export type StreamChoice = boolean | 'auto';

/** How data that do not fit in memory are treated. */
export interface StreamOptions {
  /** Default `auto`: whatever takes more than {@link StreamOptions.memoryBytes}. */
  readonly stream?: StreamChoice | undefined;
  /** Bytes that the arrays may take in memory; by default a quarter of the machine's (or the container's) memory. */
  readonly memoryBytes?: number | undefined;
  /** Where tables and images are kept as arrays; by default `netwright` in the user's folder for caches. */
  readonly cacheFolder?: string | undefined;
}

/** What a source asks about streaming. */
export interface Streaming {
  /** Whether arrays that take so many bytes in memory are to stay on disk. */
  wants(bytes: number): boolean;
  /** Whether the user insists. */
  readonly isForced: boolean;
  readonly cacheFolder: string;
}

export function decideStreaming({ stream = 'auto', memoryBytes, cacheFolder }: StreamOptions): Streaming {
  const limit = memoryBytes ?? defaultMemoryBytes();
  return {
    wants: (bytes) => stream === true || (stream === 'auto' && bytes > Math.min(limit, maximumArrayBytes)),
    isForced: stream === true,
    cacheFolder: cacheFolder ?? defaultCacheFolder(),
  };
}

function defaultMemoryBytes(): number {
  // 0 or a huge number where there is no limit.
  const limit = process.constrainedMemory() || Number.POSITIVE_INFINITY;
  return Math.min(totalmem(), limit) / 4;
}

function defaultCacheFolder(): string {
  const { XDG_CACHE_HOME, LOCALAPPDATA } = process.env;
  if (process.platform === 'win32')
    return join(LOCALAPPDATA ?? join(homedir(), 'AppData', 'Local'), 'netwright', 'cache');
  if (process.platform === 'darwin') return join(homedir(), 'Library', 'Caches', 'netwright');
  return join(XDG_CACHE_HOME || join(homedir(), '.cache'), 'netwright');
}
