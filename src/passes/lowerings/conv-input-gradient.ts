import type { NodeContext } from '../../graph/index.ts';
import { readWindows, type Windows } from '../../ops/index.ts';

/** Sizes of a ConvInputGradient node, under the names that its lowerings share. */
export interface InputGradientSizes {
  readonly windows: Windows;
  readonly spatial: readonly number[];
  readonly channels: number;
  readonly filters: number;
  readonly group: number;
}

export function inputGradientSizes(context: NodeContext): InputGradientSizes {
  const [filters, channelsPerGroup, ...kernel] = context.concreteShape(1) as [number, number, ...number[]];
  const spatial = context.ints('spatial_shape')!;
  const group = context.int('group');
  return {
    windows: readWindows(context, spatial, kernel),
    spatial,
    channels: channelsPerGroup * group,
    filters,
    group,
  };
}
