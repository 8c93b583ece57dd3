import { existsSync, readdirSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { FileError } from '../core/index.ts';
import { openIndexThread, startBoard } from '../server/index.ts';
import { openInBrowser } from './open-in-browser.ts';
import type { Screen } from './screen.ts';

/** TensorBoard's. */
const defaultPort = 6006;

interface ServeOptions {
  readonly port: number | undefined;
  readonly host: string;
  readonly open: boolean;
}

/** Serves the board until Ctrl-C or SIGTERM. Throws FileError where there is no such folder, RuntimeError without a port. */
export async function serveBoard(folder: string, options: ServeOptions, output: Screen, errors: Screen): Promise<void> {
  if (!existsSync(folder)) {
    throw new FileError(folder, 'no such folder', { advice: 'Give the folder that runs are written to' });
  }
  const { port, host, open } = options;
  const board = await startBoard((onChange) => openIndexThread(folder, onChange), {
    host,
    port: port ?? defaultPort,
    triesNextPorts: port === undefined,
    // Beside the folder of the bundle that this is a part of.
    appFolder: join(dirname(fileURLToPath(import.meta.url)), '../board'),
    onBug: (error) => errors.print(`a bug in netwright: ${error instanceof Error ? error.stack : String(error)}`),
  });
  const ended = new Promise<void>((resolveEnded) => {
    process.once('SIGINT', () => resolveEnded()).once('SIGTERM', () => resolveEnded());
  });
  if (port === undefined && board.port !== defaultPort) output.print(`port ${defaultPort} is in use`);
  output.print(`${board.url}   shows ${resolve(folder)}`);
  if (readdirSync(folder).length === 0) output.print('There are no runs in it yet; they appear as they are written.');
  output.print('Ctrl-C ends it.');
  if (open) openInBrowser(board.url, (message) => errors.print(message));
  await ended;
  await board.close();
}
