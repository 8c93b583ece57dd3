/** A thread that trains variants of a comparison, one at a time, until it is told to end. */
import { parentPort, workerData } from 'node:worker_threads';
import { isNetwrightError, UsageError } from '../core/index.ts';
import { CompareJob } from './compare-job.ts';
import type { CompareMessage, CompareTask, CompareWorkerData } from './compare-messages.ts';

const port = parentPort!;
const post = (message: CompareMessage): void => port.postMessage(message);

async function answer(job: CompareJob, task: CompareTask): Promise<void> {
  if (task.kind === 'end') {
    port.close();
    return;
  }
  const { variant, seed } = task;
  const made = await job.run(variant, seed);
  post(made === undefined ? { kind: 'interrupted' } : { kind: 'trial', variant, seed, ...made });
}

/** Tells an error that netwright threw on purpose, and ends the thread; others end it by themselves. */
function fail(error: unknown): void {
  if (!isNetwrightError(error)) throw error;
  post({ kind: 'failure', message: error.message, isUsage: error instanceof UsageError });
  port.close();
}

try {
  const { request, phase } = workerData as CompareWorkerData;
  const job = await CompareJob.open(request, phase);
  const ready = job.describe();
  port.on('message', (task: CompareTask) => void answer(job, task).catch(fail));
  post(ready);
} catch (error) {
  fail(error);
}
