import type { GraphBuilder, NodeContext, Value } from '../../graph/index.ts';
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

/** Whether the gradient is a plain convolution of dY with the kernel turned around: stride 1, padding within the kernel. */
export function isFlippable({ kernel, strides, dilations, begins, ends }: Windows): boolean {
  const most = kernel.map((length, axis) => (length - 1) * dilations[axis]!);
  return (
    strides.every((stride) => stride === 1) &&
    most.every((reach, axis) => begins[axis]! <= reach && ends[axis]! <= reach)
  );
}

/** Attributes of that convolution. */
export function flippedAttributes({ kernel, dilations, begins, ends }: Windows) {
  const outside = (pads: readonly number[]) =>
    pads.map((amount, axis) => (kernel[axis]! - 1) * dilations[axis]! - amount);
  return { kernel_shape: kernel, dilations, pads: [...outside(begins), ...outside(ends)] };
}

/** Weights with their taps in front, in reverse order: there whole blocks move. */
export function reverseTaps(builder: GraphBuilder, tapsFirst: Value): Value {
  const taps = tapsFirst.shape[0] as number;
  if (taps === 1) return tapsFirst;
  const reversed = builder.ints(Array.from({ length: taps }, (_, tap) => taps - 1 - tap));
  return builder.op('Gather', [tapsFirst, reversed], { axis: 0 });
}
