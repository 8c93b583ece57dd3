import { computed } from '@preact/signals';
import { textParameter } from './parameters.ts';

const text = textParameter('step', '', { history: 'replace' });

/** The step at which histograms, layers, pictures and texts are shown; undefined for the last, also as a run grows. */
export const atStep = computed(() => {
  const step = Number(text.value);
  return text.value === '' || !Number.isFinite(step) ? undefined : step;
});

/** Chooses the step in all views; undefined follows the last one. */
export function setStep(step: number | undefined): void {
  text.value = step === undefined ? '' : String(step);
}

/** Place of the last of some rising steps that is not beyond the chosen one; the first where all are. */
export function placeAt(steps: readonly number[], step: number | undefined): number {
  if (step === undefined) return steps.length - 1;
  let place = 0;
  while (place + 1 < steps.length && steps[place + 1]! <= step) place++;
  return place;
}
