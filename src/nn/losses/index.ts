/** Losses: each writes the nodes from output and target to one scalar; one file each. */
import { z } from 'zod';
import { binaryCrossEntropy } from './binary-cross-entropy.ts';
import { binaryCrossEntropyOnProbabilities } from './binary-cross-entropy-on-probabilities.ts';
import { categoricalCrossEntropy } from './categorical-cross-entropy.ts';
import { categoricalCrossEntropyOnProbabilities } from './categorical-cross-entropy-on-probabilities.ts';
import { categoricalHinge } from './categorical-hinge.ts';
import { cosineSimilarity } from './cosine-similarity.ts';
import { crossEntropy } from './cross-entropy.ts';
import { crossEntropyOnProbabilities } from './cross-entropy-on-probabilities.ts';
import {
  binaryFocalOnProbabilities,
  binaryFocalOptions,
  categoricalFocalOnProbabilities,
  categoricalFocalOptions,
} from './focal.ts';
import { hinge } from './hinge.ts';
import { huber, huberOptions } from './huber.ts';
import { klDivergence } from './kl-divergence.ts';
import { klDivergenceOnProbabilities } from './kl-divergence-on-probabilities.ts';
import { logCosh } from './log-cosh.ts';
import type { Loss } from './loss.ts';
import { meanAbsoluteError } from './mean-absolute-error.ts';
import { meanAbsolutePercentageError } from './mean-absolute-percentage-error.ts';
import { meanSquaredError } from './mean-squared-error.ts';
import { meanSquaredLogarithmicError } from './mean-squared-logarithmic-error.ts';
import { beforeActivation, broadcasting, classesLast, reduced, smoothed } from './modify.ts';
import { comparedOptions, crossEntropyOptions, smoothingOption } from './options.ts';
import { poisson } from './poisson.ts';
import { poissonOnRates, poissonOnRatesOptions } from './poisson-on-rates.ts';
import { squaredHinge } from './squared-hinge.ts';

export { type ClassWeights, classWeightsSchema } from './class-weights.ts';
export type { Loss, OutputKind, TargetKind } from './loss.ts';
export { withClassWeights } from './modify.ts';

/** The cross-entropies, which take the logits of a softmax or sigmoid or what these put out. */
const crossEntropies = {
  binaryCrossEntropy,
  binaryCrossEntropyOnProbabilities,
  categoricalCrossEntropy,
  categoricalCrossEntropyOnProbabilities,
  crossEntropy,
  crossEntropyOnProbabilities,
} satisfies Record<string, Loss>;

type CrossEntropyName = keyof typeof crossEntropies;

/** For each cross-entropy, the same one of logits. */
const logitForms: Readonly<Record<CrossEntropyName, Loss>> = {
  binaryCrossEntropy,
  binaryCrossEntropyOnProbabilities: binaryCrossEntropy,
  categoricalCrossEntropy,
  categoricalCrossEntropyOnProbabilities: categoricalCrossEntropy,
  crossEntropy,
  crossEntropyOnProbabilities: crossEntropy,
};

/** The losses without options of their own that compare each output with a number. */
const comparisons = {
  categoricalHinge,
  cosineSimilarity,
  hinge,
  klDivergence,
  klDivergenceOnProbabilities,
  l1: meanAbsoluteError,
  logCosh,
  mape: meanAbsolutePercentageError,
  mse: meanSquaredError,
  msle: meanSquaredLogarithmicError,
  poisson,
  squaredHinge,
} satisfies Record<string, Loss>;

type ComparisonName = keyof typeof comparisons;

/** Every loss by the name that recipes and `--loss` use, with its default options. */
export const losses = {
  ...crossEntropies,
  ...comparisons,
  binaryFocalOnProbabilities: binaryFocalOnProbabilities(
    binaryFocalOptions.parse({ name: 'binaryFocalOnProbabilities' }),
  ),
  categoricalFocalOnProbabilities: categoricalFocalOnProbabilities(
    categoricalFocalOptions.parse({ name: 'categoricalFocalOnProbabilities' }),
  ),
  huber: huber(huberOptions.parse({ name: 'huber' })),
  poissonOnRates: poissonOnRates({ name: 'poissonOnRates' }),
} satisfies Record<string, Loss>;

export type LossName = keyof typeof losses;

/** All loss names. */
export const lossNames = Object.keys(losses) as LossName[];

const smoothable = [
  'binaryCrossEntropy',
  'binaryCrossEntropyOnProbabilities',
  'categoricalCrossEntropy',
  'categoricalCrossEntropyOnProbabilities',
  'crossEntropy',
] as const satisfies readonly CrossEntropyName[];

const lossOptions = z.discriminatedUnion('name', [
  huberOptions,
  poissonOnRatesOptions,
  binaryFocalOptions,
  categoricalFocalOptions,
  z.strictObject({ name: z.enum(smoothable), ...crossEntropyOptions, ...smoothingOption }),
  z.strictObject({ name: z.literal('crossEntropyOnProbabilities'), ...crossEntropyOptions }),
  z.strictObject({
    name: z.enum(Object.keys(comparisons) as [ComparisonName, ...ComparisonName[]]),
    ...comparedOptions,
  }),
]);

/** A loss with its options, told apart by `name`: `{ name: 'huber', delta: 2 }`. */
export type LossOptions = z.infer<typeof lossOptions>;

type ComparisonOptions = Extract<LossOptions, { readonly name: ComparisonName }>;

/** A loss by its name, or with options. */
export type LossChoice = LossName | LossOptions;

/** A loss as a recipe holds it: a name, or options. What comes out is the name alone where there are no options. */
export const lossSchema = z
  .preprocess((given: LossName | z.input<typeof lossOptions>) => {
    return typeof given === 'string' ? { name: given } : given;
  }, lossOptions)
  .transform((options): LossChoice => (Object.keys(options).length > 1 ? options : options.name));

/** The loss that a choice stands for. */
export function findLoss(choice: LossChoice): Loss {
  if (typeof choice === 'string') return losses[choice];
  return reduced(withOptions(choice), choice.reduction ?? 'mean');
}

/** The loss with all its options but the reduction. */
function withOptions(options: LossOptions): Loss {
  switch (options.name) {
    case 'huber':
      return compared(huber(options), options);
    case 'poissonOnRates':
      return compared(poissonOnRates(options), options);
    case 'binaryFocalOnProbabilities':
      return smoothed(binaryFocalOnProbabilities(options), options.labelSmoothing ?? 0);
    case 'categoricalFocalOnProbabilities':
      return smoothed(categoricalFocalOnProbabilities(options), options.labelSmoothing ?? 0);
    default:
      if (options.name in comparisons) return compared(losses[options.name], options as ComparisonOptions);
      return crossEntropyWith(options as LossOptions & { readonly name: CrossEntropyName });
  }
}

function compared(loss: Loss, { broadcast }: { readonly broadcast?: boolean }): Loss {
  return broadcast === true ? broadcasting(loss) : loss;
}

function crossEntropyWith(options: LossOptions & { readonly name: CrossEntropyName }): Loss {
  const labelSmoothing = 'labelSmoothing' in options ? (options.labelSmoothing ?? 0) : 0;
  const [plain, onLogits] = [crossEntropies[options.name], logitForms[options.name]].map((loss) => {
    const soft = smoothed(loss, labelSmoothing);
    return options.classesLast === true ? classesLast(soft) : soft;
  }) as [Loss, Loss];
  return options.beforeActivation === true ? beforeActivation(plain, onLogits) : plain;
}

/** The name of a choice, without its options. */
export function lossNameOf(choice: LossChoice): LossName {
  return typeof choice === 'string' ? choice : choice.name;
}
