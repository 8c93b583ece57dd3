import type { RunChange, RunSummary } from '../api/contract.ts';
import { changeRun, deleteRun, undoDeletion } from '../api/requests.ts';
import { putSettings, refresh } from './board.ts';
import { say, sayFailure } from './messages.ts';

const undoSeconds = 15;

let lastAction: Promise<unknown> = Promise.resolve();

/** One request after another: the server ends at what was asked last, and the answers come in that order. */
function inTurn<Answer>(send: () => Promise<Answer>): Promise<Answer> {
  const action = lastAction.then(send, send);
  lastAction = action;
  return action;
}

/** Changes what a user may say of a run. Resolves to whether that is saved; failures are shown. */
export async function change(run: RunSummary, wanted: RunChange): Promise<boolean> {
  try {
    putSettings(await inTurn(() => changeRun(run.id, wanted)));
    return true;
  } catch (cause) {
    sayFailure(cause);
    return false;
  }
}

/** Deletes a run and offers to undo that. */
export async function remove(run: RunSummary): Promise<void> {
  try {
    const { undo, runs } = await inTurn(() => deleteRun(run.id));
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
    await inTurn(() => undoDeletion(undo));
    await refresh();
    say({ text: 'Brought back' });
  } catch (cause) {
    sayFailure(cause);
  }
}
