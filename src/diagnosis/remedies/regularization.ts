import { withRecipe } from '../design.ts';
import type { Remedy } from './remedy.ts';

/** No penalties on weights or activations, and no weight decay. */
export const noRegularization: Remedy = {
  family: 'regularization',
  summary: 'no penalty on weights and activations',
  apply(design) {
    const { regularization: ofNetwork, ...network } = design.network;
    const { regularization: ofRecipe, ...recipe } = design.recipe;
    const { optimizer } = recipe;
    const decays = 'weightDecay' in optimizer && optimizer.weightDecay > 0;
    if (ofNetwork === undefined && ofRecipe === undefined && !decays) return undefined;
    return { ...design, network, recipe: decays ? { ...recipe, optimizer: { ...optimizer, weightDecay: 0 } } : recipe };
  },
};

/** A usual penalty on weights, such as Keras's `l2()` has. */
const usualPenalty = 0.01;

/** A penalty on the weights, where the network has none. */
export const weightPenalty: Remedy = {
  family: 'regularization',
  summary: `a penalty of ${usualPenalty} on squared weights`,
  apply(design) {
    if (design.network.regularization !== undefined || design.recipe.regularization !== undefined) return undefined;
    return withRecipe(design, { regularization: { l2: usualPenalty } });
  },
};
