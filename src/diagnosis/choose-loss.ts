import { type Dataset, inferTask } from '../data/index.ts';
import type { LossChoice, Network } from '../nn/index.ts';
import { defaultLoss, resolveRecipe } from '../train/index.ts';
import { remedies } from './remedies/index.ts';
import { outputWidth } from './subject.ts';
import { readTask } from './task.ts';

/**
 * The loss that a network's targets ask for, on logits or on probabilities as its output stands: for a file that says
 * nothing of its training.
 */
export function chooseLoss(network: Network, train: Dataset): LossChoice {
  const loss = defaultLoss(inferTask(train));
  const task = readTask(train, loss, outputWidth(network));
  const design = { network, recipe: { ...resolveRecipe({}), loss }, targets: { kind: 'as given' } } as const;
  return remedies.taskLoss.apply(design, { task, train, seed: 0 })?.recipe.loss ?? loss;
}
