import { elementCount, isNetwrightError, type Tensor } from '../../core/index.ts';
import type { Dataset } from '../../data/index.ts';
import { GraphBuilder } from '../../graph/index.ts';
import { findLoss, type Loss, type Network, networkOutput } from '../../nn/index.ts';
import { catalogue } from '../../ops/index.ts';
import type { Executor } from '../../runtime/index.ts';
import type { Design } from '../design.ts';
import { runGraph } from './run-graph.ts';

/** As many samples tell a mean well enough. */
const mostSamples = 4096;
/** Probabilities and rates are kept this far from where their logarithm ends. */
const margin = 1e-6;

/**
 * The loss of the best answer that is the same for every sample: what a network has that learned nothing but the targets'
 * distribution. The best of their mean, their median and the share of each class, as the loss reads outputs: exact for L1,
 * L2, cross-entropies and Poisson, close for others. Penalties on weights are no part of it.
 *
 * @param dataset with its targets in the form that the loss compares
 * @returns undefined where outputs and targets do not pair up one by one, the targets are of another type than the loss
 *   compares, or none of these is an answer
 */
export async function constantLoss(
  { network, recipe }: Pick<Design, 'network' | 'recipe'>,
  dataset: Dataset,
  executor: Executor,
): Promise<number | undefined> {
  const loss = findLoss(recipe.loss);
  const sample = networkOutput(network).shape.slice(1) as number[];
  const width = elementCount(sample);
  const isScaled = network.preparation?.target !== undefined && loss.ofDifferences === true;
  const targetWidth = elementCount(dataset.target!.shape);
  const isPaired = loss.target === 'classes' ? targetWidth === 1 && sample.length === 1 : targetWidth === width;
  if (isScaled || !isPaired || !Number.isInteger(width)) return undefined;
  const rows = Math.min(dataset.length, mostSamples);
  const indices = Uint32Array.from({ length: rows }, (_, row) => Math.floor((row * dataset.length) / rows));
  try {
    const values = targetsOf(dataset, indices, loss);
    const answers = constantAnswers(loss, columnsOf(values, rows, width, loss));
    const losses = await lossesOf(network, loss, dataset, values, answers, executor);
    const best = Math.min(...losses.filter(Number.isFinite));
    return Number.isFinite(best) ? best : undefined;
  } catch (error) {
    if (isNetwrightError(error)) return undefined;
    throw error;
  }
}

type Targets = Float32Array | BigInt64Array;

function targetsOf(dataset: Dataset, indices: Uint32Array, loss: Loss): Targets {
  const length = indices.length * elementCount(dataset.target!.shape);
  const values = loss.target === 'classes' ? new BigInt64Array(length) : new Float32Array(length);
  dataset.gather(dataset.target!.name, indices, values);
  return values;
}

/** The numbers that each output is compared with, class indices as rows of zeros and a one. */
function columnsOf(values: Targets, rows: number, width: number, loss: Loss): Float64Array[] {
  return Array.from({ length: width }, (_, column) =>
    Float64Array.from({ length: rows }, (_, row) =>
      loss.target === 'classes' ? (Number(values[row]) === column ? 1 : 0) : Number(values[row * width + column]),
    ),
  );
}

/** Constant outputs worth trying, by what the loss takes outputs for. */
function constantAnswers(loss: Loss, columns: readonly Float64Array[]): number[][] {
  const means = columns.map((column) => column.reduce((sum, value) => sum + value, 0) / column.length);
  const above = (value: number) => Math.max(value, margin);
  const inside = (value: number) => Math.min(above(value), 1 - margin);
  switch (loss.output) {
    case 'numbers':
      return [means, columns.map(medianOf)];
    case 'rates':
      return [means.map(above)];
    case 'logRates':
      return [means.map((mean) => Math.log(above(mean)))];
    case 'probabilities':
      return [means.map(inside)];
    case 'logits':
      return loss.target === 'binary'
        ? [means.map((mean) => Math.log(inside(mean) / (1 - inside(mean)))), means.map((mean) => (mean > 0.5 ? 1 : -1))]
        : [means.map((mean) => Math.log(above(mean)))];
  }
}

function medianOf(column: Float64Array): number {
  const sorted = column.toSorted();
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}

async function lossesOf(
  network: Network,
  loss: Loss,
  dataset: Dataset,
  values: Targets,
  answers: readonly number[][],
  executor: Executor,
): Promise<number[]> {
  const rows = values.length / elementCount(dataset.target!.shape);
  const shape = [rows, ...(networkOutput(network).shape.slice(1) as number[])];
  const type = loss.targetType({ dtype: 'float32', shape }, [rows, ...dataset.target!.shape]);
  const builder = new GraphBuilder(catalogue, 'constant answer');
  const output = builder.input('output', 'float32', shape);
  const target = builder.input('target', type.dtype, type.shape);
  const scalar = builder.output(loss.write(builder, output, target), 'loss');
  const graph = builder.build();
  const losses: number[] = [];
  for (const answer of answers) {
    const data = Float32Array.from({ length: elementCount(shape) }, (_, index) => answer[index % answer.length]!);
    const feeds = {
      output: { dtype: 'float32', shape, data },
      target: { dtype: type.dtype, shape: type.shape as number[], data: values } as Tensor,
    } as const;
    losses.push((await runGraph(executor, graph, feeds))[scalar.name]!.data[0] as number);
  }
  return losses;
}
