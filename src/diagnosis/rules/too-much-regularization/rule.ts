import { formatNumber } from '../format-number.ts';
import type { Rule } from '../rule.ts';

/** Penalties above this are strong: Keras's `l2()` has 0.01, and 1e-4 to 1e-3 is usual. */
const strong = 0.02;

/** Penalties on weights that outweigh what the samples say. */
export const tooMuchRegularization: Rule = {
  name: 'too-much-regularization',
  family: 'regularization',
  title: 'too strong a penalty on weights',
  rows: ['D1'],
  suspect({ subject: { design } }) {
    const { recipe, network } = design;
    const { parameters = {}, activations = {} } = network.regularization ?? {};
    const penalties = [recipe.regularization ?? {}, ...Object.values(parameters), ...Object.values(activations)];
    const decay = 'weightDecay' in recipe.optimizer ? recipe.optimizer.weightDecay : 0;
    const largest = Math.max(decay, ...penalties.flatMap(({ l1 = 0, l2 = 0 }) => [l1, l2]));
    if (largest === 0) return undefined;
    const [place] = Object.entries(parameters).find(([, { l1 = 0, l2 = 0 }]) => Math.max(l1, l2) === largest) ?? [];
    const layer = network.layers.find((each) => place !== undefined && each.parameters.includes(place))?.name;
    return {
      likelihood: largest > strong ? 0.4 : 0.1,
      reason: `a penalty of ${formatNumber(largest)} on weights`,
      ...(layer === undefined ? {} : { layer }),
      remedies: ['noRegularization'],
    };
  },
};
