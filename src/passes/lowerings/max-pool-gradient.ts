import type { GraphBuilder, Value } from '../../graph/index.ts';
import { dataTypeNumbers } from '../../graph/index.ts';
import type { Windows } from '../../ops/index.ts';
import { kernelTaps } from './conv-weight-gradient.ts';
import { concat, pad, reshape, slice } from './writing.ts';

/** Padding that no maximum equals. */
export const lowest = -3.4028234663852886e38;

/** 1 where both are equal, else 0. */
export function equalMask(builder: GraphBuilder, a: Value, b: Value): Value {
  return builder.op('Cast', [builder.op('Equal', [a, b])], { to: dataTypeNumbers[a.dtype] });
}

/** What lies at each tap of all windows, [batch · channels, taps, ...windows]; what is beyond the image is `outside`. */
export function tapsOf(builder: GraphBuilder, image: Value, windows: Windows, outside: number): Value {
  const [batch, channels, ...spatial] = image.shape as [number, number, ...number[]];
  const { kernel, strides, dilations, begins } = windows;
  const output = windows.output as number[];
  const reach = kernel.map(
    (length, axis) => (output[axis]! - 1) * strides[axis]! + (length - 1) * dilations[axis]! + 1,
  );
  const ends = reach.map((length, axis) => Math.max(length - begins[axis]! - spatial[axis]!, 0));
  const images = reshape(builder, pad(builder, image, begins, ends, outside), [
    batch * channels,
    1,
    ...spatial.map((length, axis) => length + begins[axis]! + ends[axis]!),
  ]);
  const taps = kernelTaps(kernel).map((tap) => {
    const starts = tap.map((at, axis) => at * dilations[axis]!);
    return slice(builder, images, starts, output, strides);
  });
  return concat(builder, taps, 1);
}

/** 1 at each tap of a window whose element is the window's maximum, else 0: [batch · channels, taps, ...windows]. */
export function maximumMask(builder: GraphBuilder, x: Value, y: Value, windows: Windows): Value {
  const [batch, channels, ...output] = y.shape as [number, number, ...number[]];
  return equalMask(builder, tapsOf(builder, x, windows, lowest), reshape(builder, y, [batch * channels, 1, ...output]));
}
