import type { JSX } from 'preact';
import { useCallback, useMemo } from 'preact/hooks';
import type { DistributionsAnswer, HistogramsAnswer, RunSummary } from '../../api/contract.ts';
import { queryOf } from '../../api/requests.ts';
import { countOf, shortNumber } from '../../lib/numbers-as-text.ts';
import type { Size } from '../../shell/use-size.ts';
import { atStep, placeAt, setStep } from '../../state/at-step.ts';
import { Canvas } from '../shared/canvas.tsx';
import { CardFrame } from '../shared/card-frame.tsx';
import type { Inks } from '../shared/inks.ts';
import { runOfView } from '../shared/run-choice.tsx';
import { RunLabel } from '../shared/run-label.tsx';
import { RunsBeside } from '../shared/runs-beside.tsx';
import { StepSlider } from '../shared/step-slider.tsx';
import { useAnswer } from '../shared/use-answer.ts';
import { drawBands, drawHeat, drawRidges, stepOfHeat } from './draw-distributions.ts';
import { gridOf } from './histogram-grid.ts';
import { form } from './settings.ts';

const bins = 60;
/** Runs beside each other in a card that has the whole width. */
const mostRuns = 6;

interface Props {
  readonly tag: string;
  readonly runs: readonly RunSummary[];
  readonly isWide: boolean;
}

/** The histograms of a tag: of one run, or of several beside each other where there is room. */
export function DistributionCard({ tag, runs, isWide }: Props): JSX.Element {
  const one = runOfView(runs);
  return (
    <CardFrame tag={tag} isWide={isWide}>
      <RunsBeside
        runs={isWide || one === undefined ? runs : [one]}
        most={mostRuns}
        wraps
        renderRun={(run) => <Distribution key={run.id} tag={tag} run={run} isNamed={runs.length > 1} />}
      />
    </CardFrame>
  );
}

function Distribution({
  tag,
  run,
  isNamed,
}: {
  readonly tag: string;
  readonly run: RunSummary;
  readonly isNamed: boolean;
}): JSX.Element {
  const isBands = form.value === 'bands';
  const query = queryOf({ run: run.id, tag });
  const histograms = useAnswer<HistogramsAnswer>(isBands ? undefined : `histograms?${query}`, [run]);
  const bands = useAnswer<DistributionsAnswer>(isBands ? `distributions?${query}` : undefined, [run]);
  const grid = useMemo(
    () => (histograms.answer === undefined ? undefined : gridOf(histograms.answer, bins)),
    [histograms.answer],
  );
  const steps = useMemo(
    () => (isBands ? (bands.answer?.entries.map(({ step }) => step) ?? []) : (grid?.steps ?? [])),
    [isBands, bands.answer, grid],
  );
  const chosen = placeAt(steps, atStep.value);
  const draw = useCallback(
    (context: CanvasRenderingContext2D, size: Size, ink: Inks): void => {
      if (steps.length === 0) return;
      if (bands.answer !== undefined) drawBands(context, size, ink, bands.answer, chosen, undefined);
      else if (grid !== undefined) (form.value === 'ridges' ? drawRidges : drawHeat)(context, size, ink, grid, chosen);
    },
    [steps, chosen, grid, bands.answer, form.value],
  );
  const failure = histograms.failure || bands.failure;
  const remarks = [
    grid !== undefined && grid.notFinite > 0
      ? `${countOf(grid.notFinite, 'step')} with values that are not finite`
      : '',
    grid !== undefined && grid.axis === undefined ? 'No finite value' : '',
  ].filter(Boolean);
  const isReady = isBands ? bands.answer !== undefined : grid !== undefined;
  return (
    <section
      class="distribution"
      aria-label={run.name}
      data-state={isReady ? 'ready' : 'waiting'}
      data-steps={steps.length}
    >
      {isNamed && <RunLabel run={run} />}
      {failure !== '' && <p class="card-failure">{failure}</p>}
      <Canvas
        draw={draw}
        label={`Distribution of ${tag} in ${run.name} over ${steps.length} steps`}
        {...(form.value === 'heat' && {
          onChoose: (x: number, _: number, size: Size) => {
            const place = stepOfHeat(size, steps, x);
            setStep(place >= steps.length - 1 ? undefined : steps[place]);
          },
        })}
      />
      <div class="card-foot">
        <StepSlider steps={steps} of={tag} />
        <span class="quiet">{readingOf(bands.answer, chosen, grid?.axis)}</span>
        {remarks.length > 0 && <span class="quiet">{remarks.join(' · ')}</span>}
      </div>
    </section>
  );
}

/** What the picture says at the chosen step, in numbers. */
function readingOf(
  bands: DistributionsAnswer | undefined,
  chosen: number,
  axis: { readonly least: number; readonly most: number } | undefined,
): string {
  const values = bands?.entries[chosen]?.values;
  if (bands !== undefined) {
    if (values === undefined || values === null) return 'no finite values';
    const [least, median, most] = [0, 4, 8].map((place) => shortNumber(values[place] ?? Number.NaN, 3));
    return `median ${median} of ${least} … ${most}`;
  }
  return axis === undefined ? '' : `${shortNumber(axis.least, 3)} … ${shortNumber(axis.most, 3)} over all steps`;
}
