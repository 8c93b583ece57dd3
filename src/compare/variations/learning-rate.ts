import type { RecipeInput } from '../../train/browser.ts';
import { positiveNumber } from './values.ts';
import type { RecipeVariation } from './variation.ts';

/** The learning rate of the recipe's optimizer (mission D2, D3). */
export const learningRate: RecipeVariation = {
  name: 'learning-rate',
  serves: 'D2, D3',
  summary: 'the learning rate',
  values: ['0.0001', '0.0003', '0.001', '0.003', '0.01'],
  changes: 'recipe',
  edit: (recipe: RecipeInput, value) => ({ ...recipe, learningRate: positiveNumber('learning-rate', value) }),
};
