import type { JSX } from 'preact';
import type { RunSummary } from '../api/contract.ts';
import { durationText, groupedNumber, momentText } from '../lib/numbers-as-text.ts';
import { runById } from '../state/board.ts';
import { runColour } from '../state/colours.ts';
import { change, remove } from '../state/run-actions.ts';
import { openRun, showOnly } from '../state/selection.ts';
import { useDraft } from '../state/use-draft.ts';
import { Icon } from './icon.tsx';

/** The run that was clicked: what it is called, what a user says of it, and what can be done with it. */
export function RunDetails(): JSX.Element | null {
  const run = runById.value.get(openRun.value);
  return run === undefined ? null : <Details key={run.id} run={run} />;
}

function Details({ run }: { readonly run: RunSummary }): JSX.Element {
  const name = useDraft(run.name, (text) => change(run, { name: text.trim() }));
  const notes = useDraft(run.notes, (text) => change(run, { notes: text }));
  const { started, lastWallTime, lastStep } = run;
  const facts: (readonly [string, string])[] = [['Folder', run.id]];
  if (lastStep !== null) facts.push(['Last step', groupedNumber(lastStep)]);
  if (started !== null) facts.push(['Started', momentText(started)]);
  if (started !== null && lastWallTime !== null) facts.push(['Took', durationText(lastWallTime - started)]);
  if (run.status !== 'unknown') facts.push(['State', run.status]);
  if (run.seed !== null) facts.push(['Seed', String(run.seed)]);
  return (
    <section class="run-details" aria-label={`Details of ${run.name}`}>
      <header>
        <span class="run-swatch" style={{ '--swatch': runColour(run.id) }} data-checked="true" />
        <input
          class="name-field"
          aria-label="Name"
          maxLength={200}
          spellcheck={false}
          {...name}
          onKeyDown={(event) => {
            if (event.key === 'Enter' && !event.isComposing) event.currentTarget.blur();
            else name.onKeyDown(event);
          }}
        />
        <button type="button" class="icon-button" aria-label="Close details" onClick={() => (openRun.value = '')}>
          <Icon name="close" />
        </button>
      </header>
      <dl class="facts">
        {facts.map(([title, value]) => (
          <div key={title}>
            <dt>{title}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      <textarea class="notes-field" aria-label="Notes" placeholder="Notes" rows={3} maxLength={20_000} {...notes} />
      <div class="actions">
        <button type="button" class="button" onClick={() => showOnly([run.id])}>
          Only this
        </button>
        <button type="button" class="button" onClick={() => void change(run, { hidden: !run.hidden })}>
          {run.hidden ? 'Show by default' : 'Hide by default'}
        </button>
        <button type="button" class="button is-dangerous" onClick={() => void remove(run)}>
          Delete
        </button>
      </div>
    </section>
  );
}
