import { elementCount } from '../core/index.ts';
import type { Dataset } from '../data/browser.ts';
import { type ClassWeights, findLoss, type LossChoice, type Network, networkOutput } from '../nn/index.ts';
import type { Recipe } from './recipe.ts';

/**
 * The class weights that a recipe asks for. Balanced weights are in inverse proportion to how often each class stands in
 * the training data, with the mean 1 over all targets, as in scikit-learn; a class that is absent has the weight 1.
 */
export function classWeightsFor(
  { classWeights }: Pick<Recipe, 'classWeights'>,
  network: Network,
  choice: LossChoice,
  train: Dataset,
): ClassWeights | undefined {
  if (classWeights === undefined) return undefined;
  const { weights, dividedBy } = classWeights;
  if (weights !== 'balanced') return { weights, dividedBy };
  const loss = findLoss(choice);
  const { shape } = networkOutput(network);
  const classes = loss.target === 'binary' ? 2 : (shape.at(loss.classesLast === true ? -1 : 1) as number);
  const counts = countClasses(train, classes);
  const total = counts.reduce((sum, count) => sum + count, 0);
  const present = counts.filter((count) => count > 0).length;
  return { weights: counts.map((count) => (count === 0 ? 1 : total / (present * count))), dividedBy };
}

/** Samples at once. */
const chunk = 4096;

function countClasses(train: Dataset, classes: number): number[] {
  const counts = new Array<number>(classes).fill(0);
  const target = train.target!;
  const size = elementCount(target.shape);
  const values = new Float32Array(chunk * size);
  for (let first = 0; first < train.length; first += chunk) {
    const samples = Math.min(chunk, train.length - first);
    train.gather(
      target.name,
      Uint32Array.from({ length: samples }, (_, i) => first + i),
      values,
    );
    for (const value of values.subarray(0, samples * size)) {
      const index = Math.round(value);
      if (index >= 0 && index < classes) counts[index]!++;
    }
  }
  return counts;
}
