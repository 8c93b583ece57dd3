import { z } from 'zod';
import type { TrainingState } from '../train/browser.ts';

const notFinite = z.literal(['NaN', 'Infinity', '-Infinity']).transform(Number);
/** A number as `stringifyJson` writes it. */
const number = z.union([z.number(), notFinite]);

/** One training of a comparison, also as it is kept on disk. */
export const trialSchema = z.strictObject({
  /** Whether training came to its end, or to a loss that was not finite. */
  reason: z.enum(['completed', 'not finite']),
  parameters: z.int(),
  steps: z.int(),
  stepsPerEpoch: z.int(),
  /** Of the training itself, validation included. */
  seconds: number,
  training: z.strictObject({ loss: number }),
  validation: z.strictObject({ loss: number, metrics: z.record(z.string(), number) }),
  /** Mean loss over equal parts of the training's steps, in order. */
  curve: z.array(number),
});

/** What one training of a comparison came to. Where it was not finite, losses and scores are NaN. */
export type Trial = z.output<typeof trialSchema>;

const mostPoints = 40;

/** A handler of training's events that keeps the loss as a curve of at most 40 points. */
export class LossCurve {
  readonly #sums = new Float64Array(mostPoints);
  readonly #counts = new Float64Array(mostPoints);

  onStepEnd({ step, totalSteps, loss }: TrainingState): void {
    const points = Math.min(totalSteps, mostPoints);
    const point = Math.min(points - 1, Math.floor(((step - 1) * points) / totalSteps));
    this.#sums[point]! += loss;
    this.#counts[point]!++;
  }

  /** The points so far. */
  get points(): number[] {
    return Array.from(this.#sums, (sum, point) => sum / this.#counts[point]!).filter((_, i) => this.#counts[i]! > 0);
  }
}
