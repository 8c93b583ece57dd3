import { findLoss, unfreeze } from '../../nn/index.ts';
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

/** Share of the updates after which {@link lateDrop} lowers the rate, and its factor. */
const beforeDrop = 0.8;
const dropFactor = 0.1;

/** The full rate for most of the training, and a tenth of it at the end (C9), in place of another schedule. */
export const lateDrop: Remedy = {
  family: 'schedule',
  summary: 'a constant learning rate, and a tenth of it over the last fifth',
  apply(design, { train }) {
    const { schedule, batchSize, epochs, steps = epochs * Math.ceil(train.length / batchSize) } = design.recipe;
    if (schedule.name === 'constant') return undefined;
    const boundaries = [Math.round(beforeDrop * steps)];
    return withRecipe(design, { schedule: { name: 'piecewise', boundaries, factors: [1, dropFactor] } });
  },
};

/** Batches are sensible between these sizes; they hold no more than a quarter of the samples either. */
export const smallestBatch = 8;
export const largestBatch = 128;
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

/** Batches drawn anew in every epoch. */
export const shuffledBatches: Remedy = {
  family: 'data',
  summary: 'shuffled batches',
  apply: (design) => (design.recipe.shuffle ? undefined : withRecipe(design, { shuffle: true })),
};

/** Classes that count alike in the loss, however rare they are. */
export const balancedClasses: Remedy = {
  family: 'data',
  summary: 'classes weighted by how rare they are',
  apply(design) {
    const takesWeights = findLoss(design.recipe.loss).takesClassWeights === true;
    if (!takesWeights || design.recipe.classWeights !== undefined) return undefined;
    return withRecipe(design, { classWeights: { weights: 'balanced', dividedBy: 'weights' } });
  },
};

/** Norm that gradients are scaled down to: Pascanu et al. (2013) find that anything near it does. */
const usualNorm = 1;

/** Gradients whose norm is limited, where nothing limits them. */
export const gradientClipping: Remedy = {
  family: 'optimizer',
  summary: `gradients clipped to a norm of ${usualNorm}`,
  apply(design) {
    if (design.recipe.gradientClipping !== undefined) return undefined;
    return withRecipe(design, { gradientClipping: { name: 'norm', maxNorm: usualNorm } });
  },
};

/** The optimizer's own momenta and epsilon at their defaults, the learning rate and the decay of weights as they are. */
export const usualConstants: Remedy = {
  family: 'optimizer',
  summary: "the optimizer's usual constants",
  apply(design) {
    const { optimizer } = design.recipe;
    const usual = optimizerSchema.parse(optimizer.name);
    const kept = { learningRate: optimizer.learningRate, weightDecay: optimizer.weightDecay };
    const changed = Object.entries(optimizer).some(
      ([key, value]) => !(key in kept) && value !== (usual as Readonly<Record<string, unknown>>)[key],
    );
    return changed ? withRecipe(design, { optimizer: { ...usual, ...kept } }) : undefined;
  },
};

/** All parameters trained. */
export const unfrozenLayers: Remedy = {
  family: 'layers',
  summary: 'all layers trained',
  apply(design) {
    const isFrozen = design.network.layers.some(({ frozen = [] }) => frozen.length > 0);
    return isFrozen ? { ...design, network: unfreeze(design.network) } : undefined;
  },
};

function plannedEpochs({ recipe }: Design, perEpoch: number): number {
  return recipe.steps === undefined ? recipe.epochs : recipe.steps / perEpoch;
}
