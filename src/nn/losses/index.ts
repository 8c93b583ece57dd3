/** Losses: each writes the nodes from output and target to one scalar; one file each. */
import { z } from 'zod';
import { binaryCrossEntropy } from './binary-cross-entropy.ts';
import { binaryCrossEntropyOnProbabilities } from './binary-cross-entropy-on-probabilities.ts';
import { categoricalCrossEntropy } from './categorical-cross-entropy.ts';
import { categoricalCrossEntropyOnProbabilities } from './categorical-cross-entropy-on-probabilities.ts';
import { crossEntropy } from './cross-entropy.ts';
import { crossEntropyOnProbabilities } from './cross-entropy-on-probabilities.ts';
import { hinge } from './hinge.ts';
import { huber, huberOptions } from './huber.ts';
import { klDivergence } from './kl-divergence.ts';
import { klDivergenceOnProbabilities } from './kl-divergence-on-probabilities.ts';
import type { Loss } from './loss.ts';
import { meanAbsoluteError } from './mean-absolute-error.ts';
import { meanSquaredError } from './mean-squared-error.ts';
import { poisson } from './poisson.ts';
import { poissonOnRates } from './poisson-on-rates.ts';

export type { Loss, OutputKind, TargetKind } from './loss.ts';

/** The losses without options. */
const plainLosses = {
  binaryCrossEntropy,
  binaryCrossEntropyOnProbabilities,
  categoricalCrossEntropy,
  categoricalCrossEntropyOnProbabilities,
  crossEntropy,
  crossEntropyOnProbabilities,
  hinge,
  klDivergence,
  klDivergenceOnProbabilities,
  l1: meanAbsoluteError,
  mse: meanSquaredError,
  poisson,
  poissonOnRates,
} satisfies Record<string, Loss>;

type PlainLossName = keyof typeof plainLosses;

/** Every loss by the name that recipes and `--loss` use, with its default options. */
export const losses = { ...plainLosses, huber: huber(huberOptions.parse({ name: 'huber' })) };

export type LossName = keyof typeof losses;

/** All loss names. */
export const lossNames = Object.keys(losses) as LossName[];

const lossOptions = z.discriminatedUnion('name', [
  huberOptions,
  z.strictObject({ name: z.enum(Object.keys(plainLosses) as [PlainLossName, ...PlainLossName[]]) }),
]);

/** A loss with its options, told apart by `name`: `{ name: 'huber', delta: 2 }`. */
export type LossOptions = z.infer<typeof lossOptions>;

/** A loss by its name, or with options. */
export type LossChoice = LossName | LossOptions;

/** A loss as a recipe holds it: a name, or options. What comes out is the name alone where the loss has no options. */
export const lossSchema = z
  .preprocess((given: LossName | z.input<typeof lossOptions>) => {
    return typeof given === 'string' ? { name: given } : given;
  }, lossOptions)
  .transform((options): LossChoice => (options.name === 'huber' ? options : options.name));

/** The loss that a choice stands for. */
export function findLoss(choice: LossChoice): Loss {
  if (typeof choice === 'string') return losses[choice];
  return choice.name === 'huber' ? huber(choice) : losses[choice.name];
}

/** The name of a choice, without its options. */
export function lossNameOf(choice: LossChoice): LossName {
  return typeof choice === 'string' ? choice : choice.name;
}
