import { listenForInterrupts } from './interrupts.ts';
import type { Screen } from './screen.ts';
import { type TrainEnd, trainInThread } from './train-in-thread.ts';
import type { TrainRequest } from './train-messages.ts';
import { TrainReport } from './train-report.ts';

/**
 * Trains in a worker thread and shows how it goes. The first Ctrl-C (or SIGTERM) while it trains ends it after the step
 * that runs, and saves; before training, or the second time, it ends the process at once.
 *
 * @param errors where warnings of what went wrong in training go
 * @throws what the training threw: a NetwrightError, or a bug
 */
export async function runTraining(request: TrainRequest, screen: Screen, errors: Screen): Promise<TrainEnd> {
  const phase = new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT);
  const report = new TrainReport(screen);
  const stopListening = listenForInterrupts(phase, screen, {
    before: 'interrupted before training began; nothing was saved',
    first: 'finishing the step; press Ctrl-C again to end at once, without saving',
  });
  try {
    const end = await trainInThread(request, phase, (news) => {
      if (news.kind === 'finding') showFinding(news.message, screen, errors);
      else report.show(news);
    });
    report.end(end.outcome, end.data);
    return end;
  } finally {
    stopListening();
  }
}

/** Below the line of progress, which comes again with the next step. */
function showFinding(message: string, screen: Screen, errors: Screen): void {
  screen.progress(undefined);
  errors.print(`${errors.colors.yellow('warning')}     ${message}`);
}
