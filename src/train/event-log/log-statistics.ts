import type { Network } from '../../nn/index.ts';
import type { EventFileWriter } from '../../records/index.ts';
import { type Histogram, histogram } from '../histogram.ts';
import type { ParameterStatistics } from '../parameter-statistics.ts';
import type { LayerStatistics, StepStatistics } from '../probe.ts';

/** Buckets of a histogram: TensorBoard's own number. */
export const histogramBins = 30;

/** Writes what a step looked like inside: scalars and a histogram for each layer, a histogram for each parameter. */
export function logStatistics(writer: EventFileWriter, { step, layers }: StepStatistics, network: Network): void {
  for (const layer of layers) {
    logLayer(writer, layer, step);
    for (const { name } of layer.parameters) {
      const values = network.graph.initializers.get(name)?.data;
      if (!(values instanceof Float32Array)) continue;
      writer.histogram(`weights/${name}`, bucketsOf(histogram(values, histogramBins)), step);
    }
  }
}

function logLayer(writer: EventFileWriter, layer: LayerStatistics, step: number): void {
  const { name, parameters, mean, deviation, deadUnits, saturated, nonFinite } = layer;
  if (parameters.length > 0) {
    writer.scalar(
      `grad_norm/${name}`,
      lengthOf(parameters, (each) => each.gradientNorm),
      step,
    );
    const weightNorm = lengthOf(parameters, (each) => each.weightNorm);
    writer.scalar(`weight_norm/${name}`, weightNorm, step);
    // Of what is all zero there is no ratio; its update counts where the rest of the layer is not zero.
    const update = lengthOf(parameters, (each) => (each.updateRatio ?? 0) * each.weightNorm);
    if (weightNorm > 0) writer.scalar(`update_ratio/${name}`, update / weightNorm, step);
  }
  writer.scalar(`dead_units/${name}`, deadUnits, step);
  writer.scalar(`activation_mean/${name}`, mean, step);
  writer.scalar(`activation_deviation/${name}`, deviation, step);
  if (saturated !== undefined) writer.scalar(`saturated/${name}`, saturated, step);
  if (nonFinite > 0) writer.scalar(`non_finite/${name}`, nonFinite, step);
  if (layer.histogram !== undefined) writer.histogram(`activations/${name}`, bucketsOf(layer.histogram), step);
}

/** Euclidean norm of a layer's parameters together. */
const lengthOf = (
  parameters: readonly ParameterStatistics[],
  norm: (parameter: ParameterStatistics) => number,
): number => Math.sqrt(parameters.reduce((sum, parameter) => sum + norm(parameter) ** 2, 0));

/** Rows of left, right and count; none where no number is finite. Where all are equal every bucket has no width. */
export function bucketsOf({ from, to, counts }: Histogram): Float64Array {
  if (Number.isNaN(from)) return new Float64Array(0);
  const buckets = new Float64Array(3 * counts.length);
  const edge = (index: number) => (index === counts.length ? to : from + ((to - from) * index) / counts.length);
  for (let i = 0; i < counts.length; i++) {
    buckets[3 * i] = edge(i);
    buckets[3 * i + 1] = edge(i + 1);
    buckets[3 * i + 2] = counts[i]!;
  }
  return buckets;
}
