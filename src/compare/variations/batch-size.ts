import { wholeNumber } from './values.ts';
import type { RecipeVariation } from './variation.ts';

/** Samples of a step; over as many epochs a larger batch makes fewer steps (mission D4, D6). */
export const batchSize: RecipeVariation = {
  name: 'batch-size',
  serves: 'D4, D6',
  summary: 'samples of a step',
  values: ['16', '32', '64', '128', '256'],
  changes: 'recipe',
  edit: (recipe, value) => ({ ...recipe, batchSize: wholeNumber('batch-size', value) }),
};
