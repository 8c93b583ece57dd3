/** The thread that trains, so that the main thread can show progress and hear Ctrl-C while an engine holds this one. */
import { parentPort, workerData } from 'node:worker_threads';
import { isNetwrightError, UsageError } from '../core/index.ts';
import { runTrainJob } from './train-job.ts';
import type { TrainMessage, TrainWorkerData } from './train-messages.ts';

const post = (message: TrainMessage): void => parentPort!.postMessage(message);

try {
  await runTrainJob(workerData as TrainWorkerData, post);
} catch (error) {
  if (!isNetwrightError(error)) throw error;
  post({ kind: 'failure', message: error.message, isUsage: error instanceof UsageError });
}
