import { lstatSync, mkdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { inRoot } from './house.mjs';

/** Lets `npx netwright` find this checkout's own command, which npm links for dependencies only. Not on Windows. */
export function linkCommand() {
  const folder = inRoot('node_modules', '.bin');
  const link = join(folder, 'netwright');
  // The link itself: what it leads to may not be built yet.
  if (process.platform === 'win32' || lstatSync(link, { throwIfNoEntry: false }) !== undefined) return;
  mkdirSync(folder, { recursive: true });
  symlinkSync(join('..', '..', 'dist', 'bundle', 'main.js'), link);
}
