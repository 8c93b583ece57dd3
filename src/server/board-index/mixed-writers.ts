import { basename } from 'node:path';
import type { RunFile } from './run-file.ts';

/**
 * Two files of one run with the same tags that were written at the same time, in words: two programs log into one folder,
 * and their curves are mixed. Undefined where there are none. A file that resumes the run is none of these.
 */
export function describeMixedWriters(files: readonly RunFile[]): string | undefined {
  if (files.length < 2) return undefined;
  const timed = files
    .filter(({ firstWallTime, isResumption }) => firstWallTime !== undefined && !isResumption)
    .sort((a, b) => a.firstWallTime! - b.firstWallTime!);
  let open: RunFile | undefined;
  for (const file of timed) {
    if (open !== undefined && file.firstWallTime! < open.lastWallTime! && sharesScalar(open, file)) {
      const names = [open, file].map(({ path }) => basename(path)).sort();
      return `${names[0]} and ${names[1]} were written at the same time: two programs log into this folder, and their curves are mixed. Give each a folder of its own`;
    }
    if (open === undefined || file.lastWallTime! > open.lastWallTime!) open = file;
  }
  return undefined;
}

function sharesScalar(a: RunFile, b: RunFile): boolean {
  for (const tag of b.scalarTags) if (a.scalars(tag) !== undefined) return true;
  return false;
}
