import { elementCount } from '../../core/index.ts';
import type { GraphBuilder, NodeContext, Value } from '../../graph/index.ts';
import { readWindows, type Windows } from '../../ops/index.ts';
import { reshape, transpose } from './writing.ts';

/** Sizes of a ConvWeightGradient node, under the names that its lowerings share. */
export interface WeightGradientSizes {
  readonly windows: Windows;
  readonly batch: number;
  readonly channels: number;
  readonly filters: number;
  readonly group: number;
  readonly output: readonly number[];
  /** Elements of one filter in one channel. */
  readonly taps: number;
  /** Elements of one channel of the output. */
  readonly positions: number;
}

export function weightGradientSizes(context: NodeContext): WeightGradientSizes {
  const [batch, channels, ...spatial] = context.concreteShape(0) as [number, number, ...number[]];
  const [, filters, ...output] = context.concreteShape(1) as [number, number, ...number[]];
  const windows = readWindows(context, spatial, context.ints('kernel_shape')!);
  const taps = elementCount(windows.kernel);
  return {
    windows,
    batch,
    channels,
    filters,
    group: context.int('group'),
    output,
    taps,
    positions: elementCount(output),
  };
}

/** Multi-indices of the kernel's taps, in C order. */
export function kernelTaps(kernel: readonly number[]): number[][] {
  return kernel.reduce<number[][]>(
    (taps, length) => taps.flatMap((tap) => Array.from({ length }, (_, position) => [...tap, position])),
    [[]],
  );
}

/** Brings [filters, taps · channels] into the shape of the weights, [filters, channels, ...kernel]. */
export function tapsLast(builder: GraphBuilder, value: Value, { windows, filters, taps }: WeightGradientSizes): Value {
  const channels = elementCount(value.shape as number[]) / (filters * taps);
  const apart = reshape(builder, value, [filters, taps, channels]);
  return reshape(builder, transpose(builder, apart, [0, 2, 1]), [filters, channels, ...windows.kernel]);
}
