import type { JSX } from 'preact';
import { groupedNumber } from '../../lib/numbers-as-text.ts';
import { atStep, placeAt, setStep } from '../../state/at-step.ts';

interface Props {
  /** Rising. */
  readonly steps: readonly number[];
  /** What is at these steps, for screen readers. */
  readonly of: string;
}

/** Chooses a step in all views; at its end it follows the run. */
export function StepSlider({ steps, of }: Props): JSX.Element | null {
  if (steps.length === 0) return null;
  const place = placeAt(steps, atStep.value);
  const last = steps.length - 1;
  if (last === 0) return <span class="step-slider">step {groupedNumber(steps[0] ?? 0)}</span>;
  return (
    <label class="step-slider">
      <input
        type="range"
        min={0}
        max={last}
        step={1}
        value={place}
        aria-label={`Step of ${of}`}
        aria-valuetext={`step ${steps[place]}`}
        onInput={(event) => {
          const next = Number(event.currentTarget.value);
          setStep(next >= last ? undefined : steps[next]);
        }}
      />
      <output>step {groupedNumber(steps[place] ?? 0)}</output>
    </label>
  );
}
