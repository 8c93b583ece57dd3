import { type ConcreteShape, elementCount, formatShape } from '../core/index.ts';
import type { GraphBuilder, NodeContext, Value } from '../graph/index.ts';
import type { ReferenceTensor } from './operator.ts';

/** All axes but that of the channels: those over which a batch normalisation takes its statistics. */
export function batchAxes(rank: number): number[] {
  return Array.from({ length: rank }, (_, axis) => axis).filter((axis) => axis !== 1);
}

/** A vector with one element a channel, reshaped so that it broadcasts over [batch, channels, ...spatial]. */
export function overChannels(builder: GraphBuilder, vector: Value, rank: number): Value {
  if (rank === 2) return vector;
  return builder.op('Reshape', [vector, builder.ints([-1, ...new Array<number>(rank - 2).fill(1)])]);
}

/** Checks that the inputs from `first` on are vectors with one element a channel of X, which is input `x`. */
export function requireChannelVectors(context: NodeContext, x: number, first: number): void {
  const shape = context.shape(x);
  if (shape.length < 2) {
    throw context.error(`X has shape ${formatShape(shape)}, expected [batch, channels, ...spatial]`);
  }
  for (let input = first; input < context.inputTypes.length; input++) {
    const vector = context.shape(input);
    if (vector.length !== 1 || (typeof shape[1] === 'number' && vector[0] !== shape[1])) {
      throw context.error(
        `${context.schema.inputs[input]} has shape ${formatShape(vector)}, expected [${shape[1]}]: one element a channel of X ${formatShape(shape)}`,
      );
    }
  }
}

/** Mean and population variance of each channel of [batch, channels, ...spatial]. */
export function channelStatistics(x: ReferenceTensor): { mean: Float64Array; variance: Float64Array; count: number } {
  const channels = x.shape[1]!;
  const count = x.data.length / channels;
  const channel = channelOf(x.shape);
  const mean = new Float64Array(channels);
  const variance = new Float64Array(channels);
  for (let i = 0; i < x.data.length; i++) mean[channel(i)]! += x.data[i]! / count;
  for (let i = 0; i < x.data.length; i++) variance[channel(i)]! += (x.data[i]! - mean[channel(i)]!) ** 2 / count;
  return { mean, variance, count };
}

/** The channel of an element of [batch, channels, ...spatial], by its flat index. */
export function channelOf(shape: ConcreteShape): (flat: number) => number {
  const size = elementCount(shape.slice(2));
  return (flat) => Math.floor(flat / size) % shape[1]!;
}
