import { Worker } from 'node:worker_threads';
import { type NetwrightError, TrainingError, UsageError } from '../core/index.ts';
import { listenForInterrupts } from './interrupts.ts';
import type { Screen } from './screen.ts';
import type { TrainMessage, TrainRequest, TrainWorkerData } from './train-messages.ts';
import { TrainReport } from './train-report.ts';

/** How a training ended that did not fail. */
export type TrainEnd = Extract<TrainMessage, { kind: 'end' }>;

/**
 * Trains in a worker thread and shows how it goes. The first Ctrl-C (or SIGTERM) while it trains ends it after the step
 * that runs, and saves; before training, or the second time, it ends the process at once.
 *
 * @param errors where warnings of what went wrong in training go
 * @throws what the training threw: a NetwrightError, or a bug
 */
export async function runTraining(request: TrainRequest, screen: Screen, errors: Screen): Promise<TrainEnd> {
  const phase = new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT);
  const workerData: TrainWorkerData = { request, phase, processStart: performance.timeOrigin };
  // The compiled name: the worker's file is not imported, so that nothing rewrites its extension.
  const worker = new Worker(new URL('./train-worker.js', import.meta.url), { workerData });
  const report = new TrainReport(screen);
  const stopListening = listenForInterrupts(phase, screen, {
    before: 'interrupted before training began; nothing was saved',
    first: 'finishing the step; press Ctrl-C again to end at once, without saving',
  });
  try {
    const end = await new Promise<TrainEnd>((resolve, reject) => {
      worker.on('message', (message: TrainMessage) => {
        if (message.kind === 'end') resolve(message);
        else if (message.kind === 'failure') reject(toError(message));
        else if (message.kind === 'finding') showFinding(message.message, screen, errors);
        else report.show(message);
      });
      worker.on('error', reject);
      worker.on('exit', (code) => reject(new Error(`the training thread ended early, with code ${code}`)));
    });
    report.end(end.outcome, end.data);
    return end;
  } finally {
    stopListening();
    await worker.terminate();
  }
}

/** Below the line of progress, which comes again with the next step. */
function showFinding(message: string, screen: Screen, errors: Screen): void {
  screen.progress(undefined);
  errors.print(`${errors.colors.yellow('warning')}     ${message}`);
}

/** Classes do not survive the way between threads. */
export function toError({ message, isUsage }: Extract<TrainMessage, { kind: 'failure' }>): NetwrightError {
  return isUsage ? new UsageError(message) : new TrainingError(message);
}
