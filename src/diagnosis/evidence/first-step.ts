import type { Dataset } from '../../data/index.ts';
import { type Network, regularized } from '../../nn/index.ts';
import { createSchedule, type OptimizerOptions, optimizerSchema } from '../../optim/index.ts';
import type { Executor } from '../../runtime/index.ts';
import { type StepStatistics, TrainingEngine } from '../../train/index.ts';
import { type Design, withRecipe } from '../design.ts';

/** One training step looked into, and the network after it. */
export interface FirstStep {
  readonly statistics: StepStatistics;
  readonly after: Network;
}

/**
 * Makes one training step by a design's recipe with the network's present weights.
 *
 * @param dataset with its targets in the form that the loss compares
 * @throws NetwrightError where the network, the loss and the data do not fit one another
 */
export async function takeFirstStep(
  design: Design,
  dataset: Dataset,
  indices: Uint32Array,
  executor: Executor,
): Promise<FirstStep> {
  const { recipe } = design;
  const learningRate = createSchedule(recipe.schedule, {
    learningRate: recipe.optimizer.learningRate,
    totalSteps: recipe.steps ?? recipe.epochs * Math.ceil(dataset.length / recipe.batchSize),
  })(0);
  return step(design, dataset, indices, executor, recipe.optimizer, learningRate);
}

/** Norm of a parameter's gradient from which on {@link takeGradientStep} moves it by 1, whatever its size. */
const smallestGradient = 1e-6;

/**
 * The network after one step straight down the gradient. Optimizers that divide by the gradient's size move parameters of
 * unlike gradients alike, and hide which gradients are equal.
 */
export async function takeGradientStep(
  design: Design,
  dataset: Dataset,
  indices: Uint32Array,
  executor: Executor,
): Promise<Network> {
  const clipped = withRecipe(design, { gradientClipping: { name: 'parameterNorm', maxNorm: smallestGradient } });
  const descent = optimizerSchema.parse('sgd');
  return (await step(clipped, dataset, indices, executor, descent, 1 / smallestGradient)).after;
}

async function step(
  { network, recipe }: Design,
  dataset: Dataset,
  indices: Uint32Array,
  executor: Executor,
  optimizer: OptimizerOptions,
  learningRate: number,
): Promise<FirstStep> {
  const { loss, gradientClipping, seed, regularization } = recipe;
  const trained = regularization === undefined ? network : regularized(network, regularization);
  const engine = new TrainingEngine(trained, { executor, loss, optimizer, gradientClipping, seed });
  try {
    await engine.load(dataset, indices);
    const { statistics } = await engine.probe(1, learningRate, { indices });
    return { statistics, after: engine.network() };
  } finally {
    await engine.release();
  }
}
