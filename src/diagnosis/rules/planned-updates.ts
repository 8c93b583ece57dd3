import type { Subject } from '../subject.ts';

/** Updates of the weights that the subject's recipe makes. */
export function plannedUpdates({ design: { recipe }, train }: Subject): number {
  return recipe.steps ?? recipe.epochs * Math.ceil(train.length / recipe.batchSize);
}
