import { isNetwrightError } from '../../core/index.ts';
import type { Dataset } from '../../data/index.ts';
import { type Handler, fit as trainNetwork } from '../../train/index.ts';
import { type Design, withRecipe } from '../design.ts';
import { scoreNetwork } from '../trials/score-network.ts';
import { withTargetForm } from '../trials/target-forms.ts';
import type { LadderContext, ShortTraining } from './experiment.ts';

interface ShortTrainingOptions {
  readonly dataset?: Dataset;
  readonly steps?: number;
  readonly handlers?: readonly Handler[];
}

/** As many samples tell a score well enough. */
const mostScored = 1000;

/** Trains a design for some updates and scores it on the very samples that it was trained on. */
export async function trainBriefly(
  { subject, task, executor, signal, steps: planned }: LadderContext,
  design: Design,
  seed: number,
  { dataset = subject.train, steps = planned, handlers = [] }: ShortTrainingOptions = {},
): Promise<ShortTraining> {
  const losses: number[] = [];
  const keep: Handler = { onStepEnd: ({ loss }) => void losses.push(loss) };
  const { earlyStopping: _stops, reduceOnPlateau: _lowers, ...recipe } = withRecipe(design, { seed, steps }).recipe;
  try {
    const { network, reason } = await trainNetwork(design.network, {
      executor,
      recipe,
      loss: design.recipe.loss,
      train: withTargetForm(dataset, design),
      handlers: [keep, ...handlers],
      signal,
    });
    const scored = dataset.length <= mostScored ? dataset : dataset.subset(spread(dataset.length, mostScored));
    const score = await scoreNetwork({ ...design, network }, task, scored, executor);
    return { losses, network, score, outcome: reason.kind };
  } catch (error) {
    if (!isNetwrightError(error)) throw error;
    return { losses, network: design.network, score: Number.NEGATIVE_INFINITY, outcome: 'refused' };
  }
}

/** The subject's design with the first weights of a seed. */
export const designOf = ({ subject }: LadderContext, seed: number): Design => ({
  ...subject.design,
  network: subject.reinitialize(seed),
});

/** Some positions evenly spread over a length. */
function spread(length: number, count: number): Uint32Array {
  return Uint32Array.from({ length: count }, (_, index) => Math.floor((index * length) / count));
}
