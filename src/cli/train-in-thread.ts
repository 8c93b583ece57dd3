import { Worker } from 'node:worker_threads';
import { type NetwrightError, TrainingError, UsageError } from '../core/index.ts';
import type { TrainMessage, TrainRequest, TrainWorkerData } from './train-messages.ts';

/** How a training ended that did not fail. */
export type TrainEnd = Extract<TrainMessage, { kind: 'end' }>;

/** What a training tells before its end. */
export type TrainNews = Exclude<TrainMessage, { kind: 'end' | 'failure' }>;

/**
 * Trains in a worker thread.
 *
 * @param phase one int32, see `phases`, by which the training is asked to end
 * @throws what the training threw: a NetwrightError, or a bug
 */
export async function trainInThread(
  request: TrainRequest,
  phase: SharedArrayBuffer,
  onNews: (news: TrainNews) => void = () => {},
): Promise<TrainEnd> {
  const workerData: TrainWorkerData = { request, phase, processStart: performance.timeOrigin };
  // The compiled name: the worker's file is not imported, so that nothing rewrites its extension.
  const worker = new Worker(new URL('./train-worker.js', import.meta.url), { workerData });
  try {
    return await new Promise<TrainEnd>((resolve, reject) => {
      worker.on('message', (message: TrainMessage) => {
        if (message.kind === 'end') resolve(message);
        else if (message.kind === 'failure') reject(toError(message));
        else onNews(message);
      });
      worker.on('error', reject);
      worker.on('exit', (code) => reject(new Error(`the training thread ended early, with code ${code}`)));
    });
  } finally {
    await worker.terminate();
  }
}

/** Classes do not survive the way between threads. */
export function toError({ message, isUsage }: Extract<TrainMessage, { kind: 'failure' }>): NetwrightError {
  return isUsage ? new UsageError(message) : new TrainingError(message);
}
