import type { Dataset } from '../../data/index.ts';
import type { Executor } from '../../runtime/index.ts';
import type { LayerStatistics, NonFiniteOrigin, StepStatistics } from '../../train/index.ts';
import type { Design } from '../design.ts';
import { measureBatchNormGap } from './batch-norm-gap.ts';
import { takeFirstStep } from './first-step.ts';
import { outputsOf } from './row-dependence.ts';
import { gatherInputs, sampleIndices } from './sample-batch.ts';

/** A network as training left it. */
export interface EndEvidence {
  /** In the network's order, over `samples` samples; norms and updates of parameters are those of the last step. */
  readonly layers: readonly LayerStatistics[];
  readonly samples: number;
  /** Where the first number that is not finite arose, where training ended at one. */
  readonly nonFinite: NonFiniteOrigin | undefined;
  /** As in `FlowEvidence`, now that the running statistics have seen the data. */
  readonly batchNormGap: number | undefined;
}

/**
 * Looks into a trained network, on as many samples as tell a dead unit from a quiet one.
 *
 * @param design with the trained network
 * @param dataset with its targets in the form that the loss compares
 * @param last statistics of the last step that was made, where it was looked into
 */
export async function measureEnd(
  design: Design,
  dataset: Dataset,
  { last, nonFinite }: { readonly last: StepStatistics | undefined; readonly nonFinite: NonFiniteOrigin | undefined },
  executor: Executor,
): Promise<EndEvidence> {
  const { network, recipe } = design;
  const indices = sampleIndices(network, dataset, recipe.batchSize);
  const { statistics } = await takeFirstStep(design, dataset, indices, executor);
  const feeds = gatherInputs(network, dataset, indices);
  const layers = statistics.layers.map((layer, index) => ({
    ...layer,
    parameters: last?.layers[index]?.parameters ?? layer.parameters,
  }));
  const gapOn = async (inputs: NonNullable<typeof feeds>) =>
    measureBatchNormGap(network, inputs, await outputsOf(network, inputs, executor), executor);
  return {
    layers,
    samples: indices.length,
    nonFinite: nonFinite ?? statistics.nonFinite,
    batchNormGap: feeds && (await gapOn(feeds)),
  };
}
