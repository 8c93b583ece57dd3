import { isNetwrightError } from '../../core/index.ts';
import { type RecipeInput, resolveRecipe } from '../../train/index.ts';
import type { ImportNote } from '../imported-model.ts';
import { readLoss } from './losses.ts';
import { readOptimizer } from './optimizers.ts';
import { isObject } from './options.ts';

/** What a Keras file says of its training, in netwright's words, and what could not be said in them. */
export interface TrainingConfig {
  readonly recipe: RecipeInput;
  readonly notes: readonly ImportNote[];
}

/**
 * Loss, optimizer and learning rate of `compile()`, from Keras 3's `compile_config` or the `training_config` of older
 * files. What has no counterpart becomes a note, never an error: the network is of use without it.
 */
export function readTrainingConfig(config: unknown): TrainingConfig {
  if (!isObject(config)) return { recipe: {}, notes: [] };
  const notes: ImportNote[] = [];
  const note = (message: string) => notes.push({ severity: 'warning', message });
  const parts = [
    part(() => readOptimizer(config.optimizer ?? config.optimizer_config ?? 'rmsprop', note), note),
    part(() => readLoss(config.loss, note), note),
  ];
  for (const name of ['loss_weights', 'weighted_metrics']) {
    if (isUsed(config[name])) note(`The option '${name}' of compile() is left out.`);
  }
  return { recipe: Object.assign({}, ...parts) as RecipeInput, notes };
}

/** A part of the recipe that holds on its own; what a recipe refuses becomes a note. */
function part(read: () => RecipeInput, note: (message: string) => void): RecipeInput {
  try {
    const recipe = read();
    resolveRecipe(recipe, 'compile()');
    return recipe;
  } catch (error) {
    if (!isNetwrightError(error)) throw error;
    note(`${error.message}; the default takes its place.`);
    return {};
  }
}

function isUsed(value: unknown): boolean {
  return value !== undefined && value !== null && !(Array.isArray(value) && value.length === 0);
}
