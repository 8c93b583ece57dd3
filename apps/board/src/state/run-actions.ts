import type { RunChange, RunSummary } from '../api/contract.ts';
import { changeRun, deleteRun, undoDeletion } from '../api/requests.ts';
import { putRun, refresh } from './board.ts';
import { say, sayFailure } from './messages.ts';

const undoSeconds = 15;

/** Changes what a user may say of a run; failures are shown. */
export async function change(run: RunSummary, wanted: RunChange): Promise<void> {
  try {
    putRun(await changeRun(run.id, wanted));
  } catch (cause) {
    sayFailure(cause);
  }
}

/** Deletes a run and offers to undo that. */
export async function remove(run: RunSummary): Promise<void> {
  try {
    const { undo, runs } = await deleteRun(run.id);
    await refresh();
    const others = runs.length > 1 ? ` and ${runs.length - 1} inside it` : '';
    say(
      { text: `Deleted ${run.name}${others}`, action: { label: 'Undo', run: () => void restore(undo) } },
      undoSeconds,
    );
  } catch (cause) {
    sayFailure(cause);
  }
}

async function restore(undo: string): Promise<void> {
  try {
    await undoDeletion(undo);
    await refresh();
    say({ text: 'Brought back' });
  } catch (cause) {
    sayFailure(cause);
  }
}
