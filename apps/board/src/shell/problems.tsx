import { computed } from '@preact/signals';
import type { JSX } from 'preact';
import type { Problem } from '../api/contract.ts';
import { groupedNumber } from '../lib/numbers-as-text.ts';
import { board, runs } from '../state/board.ts';
import { Dialog } from './dialog.tsx';

const mostShown = 200;

/** Everything that could not be read, of runs and beside them. */
export const problems = computed<readonly Problem[]>(() => [
  ...(board.value?.problems ?? []),
  ...runs.value.flatMap((run) => run.problems),
]);

/** What could not be read, and where. */
export function Problems({ onClose }: { onClose: () => void }): JSX.Element {
  const all = problems.value;
  return (
    <Dialog title="What could not be read" onClose={onClose}>
      <ul class="problem-list">
        {all.slice(0, mostShown).map(({ file, offset, message }) => (
          <li key={`${file} ${offset} ${message}`}>
            <code>{file}</code>
            {offset !== null && <span class="quiet"> at byte {groupedNumber(offset)}</span>}
            <p>{message}</p>
          </li>
        ))}
      </ul>
      {all.length > mostShown && <p class="quiet">And {groupedNumber(all.length - mostShown)} more.</p>}
      {all.length === 0 && <p class="quiet">Everything was read.</p>}
    </Dialog>
  );
}
