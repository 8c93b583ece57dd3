import { build } from 'vite';
import { inRoot } from './house.mjs';

/** Builds the web app of the board into dist/board. */
export async function buildBoard() {
  await build({ configFile: inRoot('apps', 'board', 'vite.config.ts') });
}
