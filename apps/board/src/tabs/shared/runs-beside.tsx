import type { ComponentChildren, JSX } from 'preact';
import type { RunSummary } from '../../api/contract.ts';
import { groupedNumber } from '../../lib/numbers-as-text.ts';

interface Props {
  readonly runs: readonly RunSummary[];
  readonly most: number;
  /** Whether those without room stand below; or else one scrolls to them. */
  readonly wraps?: boolean;
  readonly renderRun: (run: RunSummary) => ComponentChildren;
}

/** Runs beside each other in a card, those beyond the most are counted. */
export function RunsBeside({ runs, most, wraps = false, renderRun }: Props): JSX.Element {
  return (
    <>
      <div class={`runs-beside ${wraps ? 'wraps' : ''}`}>{runs.slice(0, most).map(renderRun)}</div>
      {runs.length > most && (
        <p class="card-foot quiet">
          The first {most} of {groupedNumber(runs.length)} runs.
        </p>
      )}
    </>
  );
}
