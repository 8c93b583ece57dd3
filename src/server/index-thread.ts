import { Worker } from 'node:worker_threads';
import { BoardFailure, type FailureStatus } from './board-failure.ts';
import { type BoardChange, BoardIndex } from './board-index/index.ts';
import { createMethods, type RemoteMethods } from './board-methods.ts';

/** What the thread of the index is started with. */
export interface IndexThreadData {
  readonly folder: string;
}

/** What it is asked. */
export interface IndexRequest {
  readonly number: number;
  readonly method: keyof RemoteMethods;
  readonly args: readonly unknown[];
}

/** What it says. */
export type IndexMessage =
  | { readonly kind: 'ready' }
  | { readonly kind: 'answer'; readonly number: number; readonly result: unknown }
  | { readonly kind: 'failure'; readonly number: number; readonly status: FailureStatus; readonly message: string }
  | { readonly kind: 'bug'; readonly number: number; readonly message: string }
  | { readonly kind: 'change'; readonly change: BoardChange };

/** An index that answers. */
export interface OpenedIndex {
  readonly methods: RemoteMethods;
  close(): Promise<void>;
}

/** Between two looks at the folder; longer where a look takes long, as it does at thousands of runs. */
const pauseMs = 1000;
const longestPauseMs = 5000;

/** Brings an index up to date again and again. Returns what ends that. */
export function keepFresh(index: BoardIndex): () => Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  let isClosed = false;
  const look = async (): Promise<void> => {
    const start = performance.now();
    await index.refresh();
    const pause = Math.min(longestPauseMs, Math.max(pauseMs, 10 * (performance.now() - start)));
    if (!isClosed) timer = setTimeout(() => void look(), pause);
  };
  void look();
  return async () => {
    isClosed = true;
    clearTimeout(timer);
    await index.close();
  };
}

/** Opens an index, which from then on tells of every change. */
export type OpenIndex = (onChange: (change: BoardChange) => void) => Promise<OpenedIndex>;

/** Opens the index of a folder in this thread. Throws FileError where there is no such folder. */
export async function openIndexHere(folder: string, onChange: (change: BoardChange) => void): Promise<OpenedIndex> {
  const index = new BoardIndex(folder, { onChange });
  const close = keepFresh(index);
  const methods = Object.fromEntries(
    Object.entries(createMethods(index)).map(([name, method]) => [
      name,
      // Failures are rejections here too.
      async (...args: unknown[]) => (method as (...args: unknown[]) => unknown)(...args),
    ]),
  ) as unknown as RemoteMethods;
  return { methods, close };
}

/**
 * Opens the index of a folder in a thread of its own, so that the server answers while files are read.
 *
 * @throws FileError where there is no such folder
 */
export async function openIndexThread(folder: string, onChange: (change: BoardChange) => void): Promise<OpenedIndex> {
  const workerData: IndexThreadData = { folder };
  // The compiled name: the worker's file is not imported, so that nothing rewrites its extension.
  const worker = new Worker(new URL('./index-worker.js', import.meta.url), { workerData });
  const waiting = new Map<number, { resolve: (result: unknown) => void; reject: (error: Error) => void }>();
  let next = 0;
  await new Promise<void>((resolve, reject) => {
    const fail = (error: Error) => {
      reject(error);
      for (const { reject: rejectOne } of waiting.values()) rejectOne(error);
      waiting.clear();
    };
    worker.on('error', fail);
    worker.on('exit', (code) => fail(new Error(`the thread of the index ended with code ${code}`)));
    worker.on('message', (message: IndexMessage) => {
      if (message.kind === 'ready') return resolve();
      if (message.kind === 'change') return onChange(message.change);
      const asked = waiting.get(message.number);
      waiting.delete(message.number);
      if (message.kind === 'answer') asked?.resolve(message.result);
      else if (message.kind === 'failure') asked?.reject(new BoardFailure(message.status, message.message));
      else asked?.reject(new Error(message.message));
    });
  });
  const ask = (method: keyof RemoteMethods, args: readonly unknown[]) =>
    new Promise<unknown>((resolve, reject) => {
      const number = next++;
      waiting.set(number, { resolve, reject });
      const request: IndexRequest = { number, method, args };
      worker.postMessage(request);
    });
  return {
    methods: new Proxy({} as RemoteMethods, {
      get:
        (_, method) =>
        (...args: unknown[]) =>
          ask(method as keyof RemoteMethods, args),
    }),
    close: async () => {
      await worker.terminate();
    },
  };
}
