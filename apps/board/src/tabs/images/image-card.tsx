import type { JSX } from 'preact';
import type { ImageEntry, RunSummary } from '../../api/contract.ts';
import { useDraft } from '../../state/use-draft.ts';
import { CardFrame } from '../shared/card-frame.tsx';
import { RunLabel } from '../shared/run-label.tsx';
import { RunsBeside } from '../shared/runs-beside.tsx';
import { StepSlider } from '../shared/step-slider.tsx';
import { useEntry } from '../shared/use-entry.ts';
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
      <RunsBeside runs={runs} most={mostRuns} renderRun={(run) => <ImagesOfRun key={run.id} tag={tag} run={run} />} />
    </CardFrame>
  );
}

function ImagesOfRun({ tag, run }: { readonly tag: string; readonly run: RunSummary }): JSX.Element {
  const { steps, entry, failure } = useEntry<ImageEntry>('images', { tag, run });
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
