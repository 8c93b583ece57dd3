/** The thread that reads event files and answers for them. */
import { parentPort, workerData } from 'node:worker_threads';
import { toFailure } from './board-failure.ts';
import { BoardIndex } from './board-index/index.ts';
import { createMethods } from './board-methods.ts';
import { type IndexMessage, type IndexRequest, type IndexThreadData, keepFresh } from './index-thread.ts';

const post = (message: IndexMessage, transfer: ArrayBuffer[] = []): void => parentPort!.postMessage(message, transfer);

const { folder } = workerData as IndexThreadData;
const index = new BoardIndex(folder, { onChange: (change) => post({ kind: 'change', change }) });
const methods = createMethods(index) as unknown as Record<string, (...args: readonly unknown[]) => unknown>;

parentPort!.on('message', ({ number, method, args }: IndexRequest) => {
  void answer(number, () => methods[method]!(...args));
});
post({ kind: 'ready' });
keepFresh(index);

async function answer(number: number, run: () => unknown): Promise<void> {
  try {
    const result = await run();
    post({ kind: 'answer', number, result }, result instanceof Uint8Array ? [result.buffer as ArrayBuffer] : []);
  } catch (error) {
    const failure = toFailure(error);
    if (failure !== undefined) post({ kind: 'failure', number, status: failure.status, message: failure.message });
    else
      post({ kind: 'bug', number, message: error instanceof Error ? (error.stack ?? error.message) : String(error) });
  }
}
