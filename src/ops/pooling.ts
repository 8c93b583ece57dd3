import { type ConcreteShape, elementCount, formatShape, type Shape } from '../core/index.ts';
import type { NodeContext, PlainAttributes } from '../graph/index.ts';
import type { Sample } from './operator.ts';
import { inPadding, readWindows, type Windows, windowAttributes, windowPositions } from './windows.ts';

/** The attributes of a pooling and of its gradient. */
export const poolingAttributes = {
  ...windowAttributes,
  ceil_mode: { type: 'int', default: 0 },
  kernel_shape: { type: 'ints', required: true },
} as const;

/** Throws GraphError where the first input is not [batch, channels, ...spatial]. */
export function requirePoolable(context: NodeContext): void {
  if (context.rank(0) >= 3) return;
  throw context.error(
    `the input has shape ${formatShape(context.shape(0))}, expected [batch, channels, ...spatial]`,
    'Pool before the values are flattened',
  );
}

/** Where the windows of a pooling node lie. */
export function poolingWindows(context: NodeContext, spatial: Shape = context.shape(0).slice(2)): Windows {
  requirePoolable(context);
  return readWindows(context, spatial, context.ints('kernel_shape')!);
}

/**
 * Samples that differ in everything that a pooling can differ in.
 *
 * @param inputs the operator's inputs from the shapes of X and Y
 */
export function poolingSamples(
  inputs: (x: ConcreteShape, y: ConcreteShape) => Sample['inputs'],
  attributes: (x: ConcreteShape) => PlainAttributes = () => ({}),
): Sample[] {
  const sample = (
    name: string,
    x: ConcreteShape,
    kernel: ConcreteShape,
    output: ConcreteShape,
    more: { strides?: number[]; pads?: number[]; dilations?: number[]; ceil_mode?: number } = {},
  ): Sample => ({
    name,
    inputs: inputs(x, [...x.slice(0, 2), ...output]),
    attributes: { kernel_shape: kernel, ...more, ...attributes(x) },
  });
  return [
    sample('2x2', [2, 3, 4, 6], [2, 2], [2, 3], { strides: [2, 2] }),
    sample('2x2, odd image', [2, 2, 5, 7], [2, 2], [2, 3], { strides: [2, 2] }),
    sample('2x2, odd image, rounded up', [1, 2, 5, 7], [2, 2], [3, 4], { strides: [2, 2], ceil_mode: 1 }),
    sample('unequal kernel', [1, 2, 4, 6], [2, 3], [2, 2], { strides: [2, 3] }),
    sample('overlapping', [1, 2, 6, 6], [3, 3], [3, 3], { strides: [2, 2], pads: [1, 1, 1, 1] }),
    sample('overlapping, stride 1', [2, 2, 4, 4], [2, 3], [3, 2]),
    sample('asymmetric padding', [1, 2, 5, 4], [3, 2], [2, 2], { strides: [2, 2], pads: [0, 1, 1, 0] }),
    sample('padding, rounded up', [1, 1, 6, 5], [3, 3], [4, 3], {
      strides: [2, 2],
      pads: [1, 1, 1, 1],
      ceil_mode: 1,
    }),
    sample('stride larger than the kernel', [1, 2, 7, 6], [2, 1], [2, 3], { strides: [4, 2] }),
    sample('whole image', [2, 3, 3, 4], [3, 4], [1, 1], { strides: [3, 4] }),
    sample('dilated', [1, 2, 5, 6], [2, 2], [3, 4], { dilations: [2, 2] }),
    sample('1-D', [2, 2, 6], [2], [3], { strides: [2] }),
    sample('1-D, overlapping', [2, 2, 7], [3], [4], { strides: [2], pads: [1, 1] }),
    sample('3-D', [1, 2, 4, 2, 4], [2, 2, 2], [2, 1, 2], { strides: [2, 2, 2] }),
  ];
}

/**
 * Visits every element of every window of a pooling, by flat indices into X and Y; padding is left out.
 *
 * @param shape of X
 */
export function forEachTap(
  windows: Windows,
  shape: ConcreteShape,
  visit: (xIndex: number, yIndex: number) => void,
): void {
  const spatial = shape.slice(2);
  const positions = windowPositions(windows, spatial);
  const taps = elementCount(windows.kernel);
  const size = elementCount(spatial);
  const images = elementCount(shape.slice(0, 2));
  for (let image = 0; image < images; image++) {
    for (let i = 0; i < positions.length; i++) {
      const position = positions[i]!;
      if (position >= 0) visit(image * size + position, Math.floor((image * positions.length + i) / taps));
    }
  }
}

/** By window, one over the number of elements that its mean is taken of. */
export function averageWeights(windows: Windows, spatial: ConcreteShape, countPadding: boolean): Float64Array {
  const positions = windowPositions(windows, spatial);
  const taps = elementCount(windows.kernel);
  const least = countPadding ? inPadding : 0;
  return Float64Array.from(
    { length: positions.length / taps },
    (_, window) => 1 / positions.subarray(window * taps, (window + 1) * taps).filter((at) => at >= least).length,
  );
}
