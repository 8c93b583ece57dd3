import type { Tensor } from '../../core/index.ts';
import { type Network, networkOutput } from '../../nn/index.ts';
import { toInferenceForm, toTrainingForm } from '../../passes/index.ts';
import type { Executor } from '../../runtime/index.ts';
import { deviationOfOutputs } from './row-dependence.ts';
import { bindBatch, runGraph } from './run-graph.ts';

/**
 * How far a network's outputs in training, where batch normalisation takes the statistics of the batch, lie from those in
 * evaluation, where it takes the running ones: root mean square of the difference over the deviation of the latter. Dropout
 * is left out of both. Before any training the running statistics know nothing of the data and the gap is large.
 *
 * @param evaluated the outputs in evaluation form for `feeds`
 * @returns undefined without batch normalisation
 */
export async function measureBatchNormGap(
  network: Network,
  feeds: Readonly<Record<string, Tensor>>,
  evaluated: Float32Array,
  executor: Executor,
): Promise<number | undefined> {
  if (!network.graph.nodes.some(({ opType }) => opType === 'BatchNormalization')) return undefined;
  const samples = Object.values(feeds)[0]!.shape[0]!;
  const training = toTrainingForm(toInferenceForm(network.graph).graph).graph;
  const results = await runGraph(executor, bindBatch(network, training, samples), feeds);
  const trained = results[networkOutput(network).name]!.data as Float32Array;
  let squares = 0;
  for (let i = 0; i < trained.length; i++) squares += (trained[i]! - evaluated[i]!) ** 2;
  const difference = Math.sqrt(squares / trained.length);
  return difference === 0 ? 0 : difference / deviationOfOutputs(evaluated, samples);
}
