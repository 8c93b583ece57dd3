import type { Network } from '../../nn/index.ts';
import type { EventFileWriter } from '../../records/index.ts';
import { type Histogram, histogram } from '../histogram.ts';
import { layerNorms } from '../layer-norms.ts';
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
  const { name, mean, deviation, deadUnits, saturated, nonFinite } = layer;
  const norms = layerNorms(layer);
  if (norms !== undefined) {
    writer.scalar(`grad_norm/${name}`, norms.gradientNorm, step);
    writer.scalar(`weight_norm/${name}`, norms.weightNorm, step);
    if (norms.updateRatio !== undefined) writer.scalar(`update_ratio/${name}`, norms.updateRatio, step);
  }
  writer.scalar(`dead_units/${name}`, deadUnits, step);
  writer.scalar(`activation_mean/${name}`, mean, step);
  writer.scalar(`activation_deviation/${name}`, deviation, step);
  if (saturated !== undefined) writer.scalar(`saturated/${name}`, saturated, step);
  if (nonFinite > 0) writer.scalar(`non_finite/${name}`, nonFinite, step);
  if (layer.histogram !== undefined) writer.histogram(`activations/${name}`, bucketsOf(layer.histogram), step);
}

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
