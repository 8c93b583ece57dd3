import type { SeveralLosses } from '../compile/index.ts';
import type { Tensor } from '../core/index.ts';
import type { Dataset } from '../data/browser.ts';
import type { LossChoice, MetricName, Network } from '../nn/index.ts';
import type { Executor } from '../runtime/browser.ts';
import { Evaluator, type Scores } from './evaluator.ts';
import { vectorsOf } from './parameter-vectors.ts';

/** What {@link predict} runs on. */
export interface PredictOptions {
  readonly executor: Executor;
  /** Samples at once. Default 256. */
  readonly batchSize?: number;
}

/** The network's outputs for each sample of a dataset, in order, in the targets' units. */
export async function predict(network: Network, dataset: Dataset, options: PredictOptions): Promise<Tensor<'float32'>> {
  const { executor, batchSize = 256 } = options;
  const evaluator = new Evaluator(network, executor, vectorsOf(network));
  try {
    return await evaluator.outputs(dataset, batchSize);
  } finally {
    await evaluator.release();
  }
}

/** What {@link evaluate} runs on. */
export interface EvaluateOptions extends PredictOptions, SeveralLosses {
  /** Default: those that are reported after every epoch. */
  readonly metrics?: readonly MetricName[];
}

/**
 * Mean loss and metrics of a network over a dataset, in inference form.
 *
 * @throws DataError where the target does not fit the loss, UsageError where a metric does not
 */
export async function evaluate(
  network: Network,
  dataset: Dataset,
  loss: LossChoice,
  options: EvaluateOptions,
): Promise<Scores> {
  const { executor, batchSize = 256, metrics, lossWeight, furtherLosses } = options;
  const evaluator = new Evaluator(network, executor, vectorsOf(network), { loss, lossWeight, furtherLosses });
  try {
    return await evaluator.score(dataset, batchSize, metrics);
  } finally {
    await evaluator.release();
  }
}
