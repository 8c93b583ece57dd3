import type { RecipeVariation } from './variation.ts';

/** The optimizer, each with its own default learning rate (mission G1). */
export const optimizer: RecipeVariation = {
  name: 'optimizer',
  serves: 'G1',
  summary: 'the optimizer, each at its own default learning rate',
  values: ['adam', 'adamw', 'rmsprop', 'sgd', 'adagrad', 'lion'],
  changes: 'recipe',
  edit: (recipe, value) => ({ ...recipe, optimizer: value }),
};
