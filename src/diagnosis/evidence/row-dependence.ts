import type { Tensor } from '../../core/index.ts';
import { type Network, networkOutput } from '../../nn/index.ts';
import { toInferenceForm } from '../../passes/index.ts';
import type { Executor } from '../../runtime/index.ts';
import { bindBatch, runGraph } from './run-graph.ts';

/** What became of a batch's outputs when one of its samples was exchanged for another. */
export interface RowDependence {
  /** Samples that were left as they were. */
  readonly others: number;
  /** How many of them have other outputs than before: none, in a network that keeps samples apart. */
  readonly moved: number;
  /** Largest change of these outputs over the deviation of all. */
  readonly largestChange: number;
  /** Whether the outputs of the exchanged sample changed. */
  readonly ownMoved: boolean;
}

/** Changes below this share of the outputs' deviation are rounding. */
const tolerance = 1e-4;

/** The outputs of a network in evaluation form for some samples. */
export async function outputsOf(
  network: Network,
  feeds: Readonly<Record<string, Tensor>>,
  executor: Executor,
): Promise<Float32Array> {
  const graph = bindBatch(network, toInferenceForm(network.graph).graph, Object.values(feeds)[0]!.shape[0]!);
  return (await runGraph(executor, graph, feeds))[networkOutput(network).name]!.data as Float32Array;
}

/**
 * Whether outputs depend on other samples of the batch, as where a reshape mixes the axes up (D7): gives the first sample
 * the values of the last and looks at the outputs of those between.
 *
 * @param feeds the network's inputs for two samples or more
 * @param before the network's outputs for them
 */
export async function measureRowDependence(
  network: Network,
  feeds: Readonly<Record<string, Tensor>>,
  before: Float32Array,
  executor: Executor,
): Promise<RowDependence> {
  const samples = Object.values(feeds)[0]!.shape[0]!;
  const after = await outputsOf(network, withFirstExchanged(feeds, samples), executor);
  const width = before.length / samples;
  const scale = deviationOfOutputs(before, samples) || 1;
  let moved = 0;
  let largestChange = 0;
  let ownMoved = false;
  for (let row = 0; row < samples; row++) {
    let change = 0;
    for (let i = row * width; i < (row + 1) * width; i++) change = Math.max(change, Math.abs(after[i]! - before[i]!));
    if (row === 0) ownMoved = change > tolerance * scale;
    else {
      if (change > tolerance * scale) moved++;
      largestChange = Math.max(largestChange, change / scale);
    }
  }
  return { others: samples - 1, moved, largestChange, ownMoved };
}

function withFirstExchanged(feeds: Readonly<Record<string, Tensor>>, samples: number): Record<string, Tensor> {
  return Object.fromEntries(
    Object.entries(feeds).map(([name, tensor]): [string, Tensor] => {
      if (tensor.dtype !== 'float32' && tensor.dtype !== 'int64') return [name, tensor];
      const data = tensor.data.slice();
      const width = data.length / samples;
      data.copyWithin(0, data.length - width);
      return [name, { ...tensor, data } as Tensor];
    }),
  );
}

/** Root mean square, over samples and outputs, of an output less its mean over the samples. */
export function deviationOfOutputs(outputs: Float32Array, samples: number): number {
  const width = outputs.length / samples;
  let squares = 0;
  for (let column = 0; column < width; column++) {
    let mean = 0;
    for (let i = column; i < outputs.length; i += width) mean += outputs[i]! / samples;
    for (let i = column; i < outputs.length; i += width) squares += (outputs[i]! - mean) ** 2;
  }
  return Math.sqrt(squares / outputs.length);
}
