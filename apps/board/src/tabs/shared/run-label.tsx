import type { JSX } from 'preact';
import type { RunSummary } from '../../api/contract.ts';
import { runColour } from '../../state/colours.ts';

/** The name of a run beside its colour. */
export function RunLabel({ run }: { readonly run: RunSummary }): JSX.Element {
  return (
    <p class="run-label" title={run.id}>
      <span class="run-swatch" data-checked="true" style={{ '--swatch': runColour(run.id) }} />
      {run.name}
    </p>
  );
}
