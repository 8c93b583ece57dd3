import { Worker } from 'node:worker_threads';
import { type NetwrightError, TrainingError, UsageError } from '../core/index.ts';
import type { Screen } from './screen.ts';
import { phases, type TrainMessage, type TrainRequest, type TrainWorkerData } from './train-messages.ts';
import { TrainReport } from './train-report.ts';

/** How a training ended that did not fail. */
export type TrainEnd = Extract<TrainMessage, { kind: 'end' }>;

/**
 * Trains in a worker thread and shows how it goes. The first Ctrl-C (or SIGTERM) while it trains ends it after the step
 * that runs, and saves; before training, or the second time, it ends the process at once.
 *
 * @throws what the training threw: a NetwrightError, or a bug
 */
export async function runTraining(request: TrainRequest, screen: Screen): Promise<TrainEnd> {
  const phase = new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT);
  const workerData: TrainWorkerData = { request, phase, processStart: performance.timeOrigin };
  // The compiled name: the worker's file is not imported, so that nothing rewrites its extension.
  const worker = new Worker(new URL('./train-worker.js', import.meta.url), { workerData });
  const report = new TrainReport(screen);
  const onSignal = () => {
    if (interrupt(new Int32Array(phase), screen)) return;
    // Unhandled, the signal ends the process at once; process.exit would wait for the step that the engine computes.
    process.off('SIGINT', onSignal);
    process.kill(process.pid, 'SIGINT');
  };
  process.on('SIGINT', onSignal).on('SIGTERM', onSignal);
  try {
    const end = await new Promise<TrainEnd>((resolve, reject) => {
      worker.on('message', (message: TrainMessage) => {
        if (message.kind === 'end') resolve(message);
        else if (message.kind === 'failure') reject(toError(message));
        else report.show(message);
      });
      worker.on('error', reject);
      worker.on('exit', (code) => reject(new Error(`the training thread ended early, with code ${code}`)));
    });
    report.end(end.outcome, end.data);
    return end;
  } finally {
    process.off('SIGINT', onSignal).off('SIGTERM', onSignal);
    await worker.terminate();
  }
}

/** Asks a training to end after its step. False where there is none, or where it was asked already. */
function interrupt(phase: Int32Array, screen: Screen): boolean {
  screen.progress(undefined);
  const before = Atomics.compareExchange(phase, 0, phases.training, phases.stopping);
  if (before === phases.preparing) screen.print('interrupted before training began; nothing was saved');
  if (before !== phases.training) return false;
  screen.print('finishing the step; press Ctrl-C again to end at once, without saving');
  return true;
}

/** Classes do not survive the way between threads. */
function toError({ message, isUsage }: Extract<TrainMessage, { kind: 'failure' }>): NetwrightError {
  return isUsage ? new UsageError(message) : new TrainingError(message);
}
