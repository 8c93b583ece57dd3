/** A process that trains trials of one subject, one at a time, on one engine thread, until its parent ends it. */
import { isNetwrightError } from '../core/index.ts';
import { runTrial, type Subject, type TrialRequest } from '../diagnosis/index.ts';
import type { Network } from '../nn/index.ts';
import { type Executor, openExecutor } from '../runtime/index.ts';
import { fromPlain } from './plain-dataset.ts';
import type { TrialAnswer, TrialOrder } from './trial-messages.ts';

const tell = (answer: TrialAnswer): void => {
  process.send!(answer);
};

let subject: Omit<Subject, 'reinitialize'> | undefined;
let executor: Executor | undefined;

async function train(request: TrialRequest, network: Network): Promise<void> {
  const result = await runTrial({ ...subject!, reinitialize: () => network }, request, executor!);
  tell({ kind: 'result', result });
}

process.on('message', (order: TrialOrder) => {
  // What is no error of netwright's own ends the process, and the parent sees that.
  if (order.kind === 'trial') void train(order.request, order.network);
  else {
    const { design, train: training, validation } = order;
    subject = { design, train: fromPlain(training), validation: validation && fromPlain(validation) };
  }
});
// Ctrl-C reaches every process of the terminal: the parent decides. Without a parent there is nothing to do.
process.on('SIGINT', () => {});
process.on('disconnect', () => process.exit());

try {
  executor = await openExecutor({ threads: 1 });
  tell({ kind: 'ready', engine: executor.description });
} catch (error) {
  if (!isNetwrightError(error)) throw error;
  tell({ kind: 'failure', message: error.message });
}
