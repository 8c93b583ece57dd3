import type { LossChoice } from '../../nn/index.ts';
import { withRecipe } from '../design.ts';
import type { Remedy } from './remedy.ts';

/** The mean over the batch, in place of a sum that makes each step larger the more samples and outputs there are (D8). */
export const meanReduction: Remedy = {
  family: 'loss',
  summary: 'the mean of the losses in place of their sum',
  apply(design) {
    const { loss } = design.recipe;
    if (typeof loss === 'string' || (loss.reduction ?? 'mean') === 'mean') return undefined;
    const { reduction: _, ...rest } = loss;
    return withRecipe(design, { loss: rest as LossChoice });
  },
};
