import { isNetwrightError, type Tensor } from '../../core/index.ts';
import type { Dataset } from '../../data/index.ts';
import type { Executor } from '../../runtime/index.ts';
import type { Design } from '../design.ts';
import { type WeightedLayer, weightedLayers } from '../network/layer-chain.ts';
import type { Subject } from '../subject.ts';
import { withTargetForm } from '../trials/target-forms.ts';
import { measureBatchNormGap } from './batch-norm-gap.ts';
import { constantLoss } from './constant-loss.ts';
import type { Evidence, FlowEvidence, StartEvidence } from './evidence.ts';
import { takeFirstStep, takeGradientStep } from './first-step.ts';
import { measureInputUse } from './input-use.ts';
import { gradientRatio, layerFlows, signalThroughDepth } from './layer-flow.ts';
import { deviationOfOutputs, measureRowDependence, outputsOf } from './row-dependence.ts';
import { gatherInputs, sampleIndices } from './sample-batch.ts';
import { silentParameters } from './silent-parameters.ts';
import { staticEvidence } from './static-evidence.ts';
import { type SymmetricUnits, symmetricUnits } from './symmetric-units.ts';

/**
 * All that can be told of a subject without training it: statistics of its data, one training step with the first weights
 * on a real batch, and how its outputs hang on what goes in. A subject that cannot be run is told so by `refusal`.
 */
export async function gatherEvidence(subject: Subject, executor: Executor): Promise<Evidence> {
  const evidence = staticEvidence(subject);
  const design: Design = { ...subject.design, network: subject.reinitialize(0) };
  const refusals: string[] = [];
  const unlessRefused = async <Result>(measure: () => Promise<Result>): Promise<Result | undefined> => {
    try {
      return await measure();
    } catch (error) {
      if (!isNetwrightError(error)) throw error;
      refusals.push(error.message);
      return undefined;
    }
  };
  const indices = sampleIndices(design.network, subject.train, design.recipe.batchSize);
  const feeds = await unlessRefused(async () => gatherInputs(design.network, subject.train, indices));
  const start = await unlessRefused(() => measureStart(design, subject.train, indices, feeds, executor));
  const flow = feeds && (await unlessRefused(() => measureFlow(design, feeds, indices.length, executor)));
  return { ...evidence, start, flow, refusal: refusals[0] };
}

async function measureStart(
  design: Design,
  train: Dataset,
  indices: Uint32Array,
  feeds: Readonly<Record<string, Tensor>> | undefined,
  executor: Executor,
): Promise<StartEvidence> {
  const { network } = design;
  const dataset = withTargetForm(train, design);
  const weighted = weightedLayers(network);
  const { statistics } = await takeFirstStep(design, dataset, indices, executor);
  const flows = layerFlows(network, weighted, statistics.layers);
  return {
    loss: statistics.loss,
    constantLoss: await constantLoss(design, dataset, executor),
    layers: statistics.layers,
    samples: indices.length,
    nonFinite: statistics.nonFinite,
    weighted: flows,
    signal: signalThroughDepth(deviationOf(Object.values(feeds ?? {})), flows),
    gradientRatio: gradientRatio(flows),
    symmetric: await lastingSymmetry(design, weighted, dataset, indices, executor),
    silent: silentParameters(network, statistics.layers),
  };
}

/** Equal units that a step along the gradient does not tell apart. The step is made only where units are equal. */
async function lastingSymmetry(
  design: Design,
  weighted: readonly WeightedLayer[],
  dataset: Dataset,
  indices: Uint32Array,
  executor: Executor,
): Promise<SymmetricUnits[]> {
  if (symmetricUnits(design.network, weighted).length === 0) return [];
  return symmetricUnits(await takeGradientStep(design, dataset, indices, executor), weighted);
}

async function measureFlow(
  { network }: Design,
  feeds: Readonly<Record<string, Tensor>>,
  samples: number,
  executor: Executor,
): Promise<FlowEvidence> {
  const outputs = await outputsOf(network, feeds, executor);
  return {
    outputDeviation: deviationOfOutputs(outputs, samples),
    inputs: await measureInputUse(network, feeds, executor),
    rows: samples < 2 ? undefined : await measureRowDependence(network, feeds, outputs, executor),
    batchNormGap: await measureBatchNormGap(network, feeds, outputs, executor),
  };
}

/** Standard deviation of all numbers of some tensors, integers left out. */
function deviationOf(tensors: readonly Tensor[]): number {
  let count = 0;
  let mean = 0;
  let squares = 0;
  for (const { data } of tensors) {
    if (!(data instanceof Float32Array)) continue;
    for (const value of data) {
      count++;
      const before = value - mean;
      mean += before / count;
      squares += before * (value - mean);
    }
  }
  return Math.sqrt(squares / count);
}
