import { optimizerSchema } from '../../optim/index.ts';
import { type Design, withRecipe } from '../design.ts';
import type { Remedy } from './remedy.ts';

/** Adam (G1) at its own rate, in place of another optimizer. */
export const adamOptimizer: Remedy = {
  family: 'optimizer',
  summary: 'Adam at 1e-3',
  apply(design) {
    if (design.recipe.optimizer.name === 'adam') return undefined;
    return withRecipe(design, { optimizer: optimizerSchema.parse('adam') });
  },
};

/** The same optimizer with its learning rate multiplied (D2, D3). */
export const learningRateTimes = (factor: number): Remedy => ({
  family: 'learning-rate',
  summary: factor > 1 ? `a learning rate ${factor} times as high` : `a learning rate ${1 / factor} times as low`,
  apply(design) {
    const { optimizer } = design.recipe;
    return withRecipe(design, { optimizer: { ...optimizer, learningRate: optimizer.learningRate * factor } });
  },
});

/** No decay of the learning rate (G8). */
export const constantRate: Remedy = {
  family: 'schedule',
  summary: 'a constant learning rate',
  apply(design) {
    if (design.recipe.schedule.name === 'constant') return undefined;
    return withRecipe(design, { schedule: { name: 'constant' } });
  },
};

/** Batches are sensible between these sizes; they hold no more than a quarter of the samples either. */
const smallestBatch = 8;
const largestBatch = 128;
const usualBatch = 32;

/** Batches of 32 samples, in place of very small ones, or of so large ones that few updates are left (D4, D6). */
export const usualBatches: Remedy = {
  family: 'batch-size',
  summary: `batches of ${usualBatch}`,
  apply(design, { train }) {
    const { batchSize } = design.recipe;
    const size = Math.min(usualBatch, Math.max(1, Math.ceil(train.length / 4)));
    const isUsual = batchSize >= Math.min(smallestBatch, size) && batchSize <= largestBatch;
    return isUsual || size === batchSize ? undefined : withRecipe(design, { batchSize: size });
  },
};

/** Updates that even a small network needs. */
const fewestUpdates = 3000;

/** As many epochs as make 3 000 updates. */
export const moreEpochs: Remedy = {
  family: 'epochs',
  summary: 'more epochs',
  apply(design, { train }) {
    const perEpoch = Math.ceil(train.length / design.recipe.batchSize);
    const epochs = Math.ceil(fewestUpdates / perEpoch);
    return epochs < 2 * plannedEpochs(design, perEpoch) ? undefined : withRecipe(design, { epochs });
  },
};

function plannedEpochs({ recipe }: Design, perEpoch: number): number {
  return recipe.steps === undefined ? recipe.epochs : recipe.steps / perEpoch;
}
