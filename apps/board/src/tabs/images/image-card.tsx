import type { JSX } from 'preact';
import type { ImagesAnswer, RunSummary } from '../../api/contract.ts';
import { queryOf } from '../../api/requests.ts';
import { groupedNumber } from '../../lib/numbers-as-text.ts';
import { atStep, placeAt } from '../../state/at-step.ts';
import { useDraft } from '../../state/use-draft.ts';
import { CardFrame } from '../shared/card-frame.tsx';
import { RunLabel } from '../shared/run-label.tsx';
import { StepSlider } from '../shared/step-slider.tsx';
import { useAnswer } from '../shared/use-answer.ts';
import { Picture } from './picture.tsx';
import { pictureIndex } from './settings.ts';

const mostRuns = 8;

interface Props {
  readonly tag: string;
  readonly runs: readonly RunSummary[];
  readonly isWide: boolean;
}

/** The pictures of a tag: runs stand side by side. */
export function ImageCard({ tag, runs, isWide }: Props): JSX.Element {
  return (
    <CardFrame tag={tag} isWide={isWide}>
      <div class="image-runs">
        {runs.slice(0, mostRuns).map((run) => (
          <ImagesOfRun key={run.id} tag={tag} run={run} />
        ))}
      </div>
      {runs.length > mostRuns && (
        <p class="card-foot quiet">
          The first {mostRuns} of {groupedNumber(runs.length)} runs.
        </p>
      )}
    </CardFrame>
  );
}

function ImagesOfRun({ tag, run }: { readonly tag: string; readonly run: RunSummary }): JSX.Element {
  const { answer, failure } = useAnswer<ImagesAnswer>(`images?${queryOf({ run: run.id, tag })}`, [run]);
  const entries = answer?.entries ?? [];
  const steps = entries.map(({ step }) => step);
  const entry = entries[placeAt(steps, atStep.value)];
  return (
    <section class="images-of-run" aria-label={run.name}>
      <RunLabel run={run} />
      {failure !== '' && <p class="card-failure">{failure}</p>}
      {entry !== undefined && (
        <Picture run={run} tag={tag} entry={entry} index={Math.min(pictureIndex.value, entry.count - 1)} />
      )}
      <div class="card-foot">
        <StepSlider steps={steps} of={`${tag} of ${run.name}`} />
        {entry !== undefined && entry.count > 1 && <PictureChoice count={entry.count} />}
      </div>
    </section>
  );
}

function PictureChoice({ count }: { readonly count: number }): JSX.Element {
  const field = useDraft(String(Math.min(pictureIndex.value, count - 1) + 1), async (text) => {
    const next = Number(text);
    if (Number.isInteger(next) && next >= 1 && next <= count) pictureIndex.value = next - 1;
    return true;
  });
  return (
    <label class="field">
      <span>picture</span>
      <input class="small-number" type="number" min={1} max={count} {...field} />
      <span>of {count}</span>
    </label>
  );
}
