import { randomBytes } from 'node:crypto';
import type { Server } from 'node:http';
import { RuntimeError } from '../core/index.ts';
import { readAppFiles } from './http/app-files.ts';
import { EventStreams } from './http/event-streams.ts';
import { isLoopback } from './http/guard.ts';
import type { OpenIndex } from './index-thread.ts';

/** How a board is served. */
export interface BoardOptions {
  /** `localhost`, an address of this machine, or `0.0.0.0` or `::` for all of them. */
  readonly host: string;
  /** 0 for any that is free. */
  readonly port: number;
  /** Whether the next ports are tried where this one is in use. */
  readonly triesNextPorts: boolean;
  /** Folder of the built web app. */
  readonly appFolder: string;
  /** Hears of bugs in answers, while the board goes on. */
  readonly onBug: (error: unknown) => void;
}

/** A board that is served. */
export interface Board {
  /** Where to open it, with the token where one is asked for. */
  readonly url: string;
  readonly port: number;
  close(): Promise<void>;
}

const mostPorts = 20;

/**
 * Opens an index and serves it with the web app. Closing the board closes the index.
 *
 * @throws RuntimeError where the port is in use, or the host is none of this machine's, and what opening the index throws
 */
export async function startBoard(openIndex: OpenIndex, options: BoardOptions): Promise<Board> {
  const { host, appFolder, onBug } = options;
  const token = isLoopback(host) ? undefined : randomBytes(16).toString('hex');
  const streams = new EventStreams();
  // The server is loaded while the index is opened, which may have a thread of its own.
  const opening = openIndex((change) => streams.tell(change));
  const [index, { createAdaptorServer }, { createApp }] = await Promise.all([
    opening,
    import('@hono/node-server'),
    import('./http/create-app.ts'),
  ]);
  const files = readAppFiles(appFolder);
  const { fetch } = createApp({ methods: index.methods, streams, files, token, onBug });
  const server = createAdaptorServer({ fetch, overrideGlobalObjects: false }) as Server;
  let port: number;
  try {
    port = await listen(server, options);
  } catch (error) {
    streams.close();
    await index.close();
    throw error;
  }
  return {
    url: `http://${nameOf(host)}:${port}/${token === undefined ? '' : `?token=${token}`}`,
    port,
    close: async () => {
      streams.close();
      const closed = new Promise((resolve) => server.close(resolve));
      server.closeAllConnections();
      await Promise.all([closed, index.close()]);
    },
  };
}

/** How a browser names a host. */
function nameOf(host: string): string {
  if (host === '0.0.0.0' || host === '::') return 'localhost';
  return host.includes(':') ? `[${host}]` : host;
}

async function listen(server: Server, { host, port, triesNextPorts }: BoardOptions): Promise<number> {
  const last = triesNextPorts ? Math.min(65_535, port + mostPorts - 1) : port;
  for (let candidate = port; ; candidate++) {
    try {
      return await listenOn(server, host, candidate);
    } catch (cause) {
      const { code, message } = cause as NodeJS.ErrnoException;
      if (code === 'EADDRINUSE' && candidate < last) continue;
      throw new RuntimeError(describe(code, message, host, port, last), { cause });
    }
  }
}

function describe(code: string | undefined, message: string, host: string, port: number, last: number): string {
  if (code === 'EADDRINUSE') {
    return last > port
      ? `ports ${port} to ${last} of ${host} are in use. Choose another by --port`
      : `port ${port} of ${host} is in use. Choose another by --port, or leave it out for the next that is free`;
  }
  if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND') return `'${host}' is no address of this machine`;
  if (code === 'EACCES') return `port ${port} is not allowed to you. Choose one above 1023 by --port`;
  return `the board cannot listen on ${host}:${port}: ${message}`;
}

function listenOn(server: Server, host: string, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    const onError = (error: Error) => reject(error);
    server.once('error', onError);
    // By name it may be ::1 alone, where 127.0.0.1 would then be refused.
    server.listen(port, host === 'localhost' ? '127.0.0.1' : host, () => {
      server.off('error', onError);
      const address = server.address();
      resolve(typeof address === 'object' && address !== null ? address.port : port);
    });
  });
}
