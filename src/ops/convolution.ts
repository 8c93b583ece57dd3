import { type ConcreteShape, elementCount, formatShape } from '../core/index.ts';
import type { NodeContext, PlainAttributes } from '../graph/index.ts';
import type { Sample } from './operator.ts';
import { readWindows, type Windows, windowAttributes, windowPositions } from './windows.ts';

/** The attributes of a convolution, of its transpose and of its gradients. */
export const convolutionAttributes = { ...windowAttributes, group: { type: 'int', default: 1 } } as const;

/** The attributes of a node as its author wrote them, to be given to another node. */
export function plainAttributes(context: NodeContext): PlainAttributes {
  return Object.fromEntries(Object.entries(context.node.attributes).map(([name, { value }]) => [name, value]));
}

/** The windows of the convolution whose gradient a node computes; checks that dY, at input `dy`, has their number. */
export function differentiatedWindows(
  context: NodeContext,
  spatial: ConcreteShape,
  kernel: ConcreteShape,
  dy: number,
): Windows {
  const windows = readWindows(context, spatial, kernel);
  const shape = context.shape(dy);
  if (shape.slice(2).join() !== windows.output.join()) {
    throw context.error(`dY has shape ${formatShape(shape)}, expected [batch, filters, ${windows.output.join(', ')}]`);
  }
  return windows;
}

/** A convolution as sizes alone. */
export interface Convolution {
  readonly windows: Windows;
  /** Axis lengths of the input, without batch and channels. */
  readonly spatial: ConcreteShape;
  readonly batch: number;
  readonly channels: number;
  readonly filters: number;
  readonly group: number;
}

/**
 * Visits every product that a convolution sums: `y[yIndex] += x[xIndex] * w[wIndex]`, by flat indices. The convolution
 * and its two gradients are this loop with another of the three on the left.
 */
export function forEachTerm(
  { windows, spatial, batch, channels, filters, group }: Convolution,
  visit: (xIndex: number, wIndex: number, yIndex: number) => void,
): void {
  const size = elementCount(spatial);
  const outputSize = elementCount(windows.output as ConcreteShape);
  const taps = elementCount(windows.kernel);
  const positions = windowPositions(windows, spatial);
  const channelsPerGroup = channels / group;
  const filtersPerGroup = filters / group;
  for (let n = 0; n < batch; n++) {
    for (let k = 0; k < filters; k++) {
      const firstChannel = Math.floor(k / filtersPerGroup) * channelsPerGroup;
      for (let c = 0; c < channelsPerGroup; c++) {
        const image = (n * channels + firstChannel + c) * size;
        const filter = (k * channelsPerGroup + c) * taps;
        for (let o = 0; o < outputSize; o++) {
          for (let t = 0; t < taps; t++) {
            const position = positions[o * taps + t]!;
            if (position >= 0) visit(image + position, filter + t, (n * filters + k) * outputSize + o);
          }
        }
      }
    }
  }
}

/**
 * Samples that differ in everything that a convolution can differ in.
 *
 * @param inputs the operator's inputs from the shapes of X, W and Y
 */
export function convolutionSamples(
  inputs: (x: ConcreteShape, w: ConcreteShape, y: ConcreteShape) => Sample['inputs'],
  attributes: (x: ConcreteShape) => PlainAttributes = () => ({}),
): Sample[] {
  const sample = (
    name: string,
    x: ConcreteShape,
    filters: number,
    kernel: ConcreteShape,
    output: ConcreteShape,
    more: { group?: number; strides?: number[]; pads?: number[]; dilations?: number[] } = {},
  ): Sample => ({
    name,
    inputs: inputs(x, [filters, x[1]! / (more.group ?? 1), ...kernel], [x[0]!, filters, ...output]),
    attributes: { kernel_shape: kernel, ...more, ...attributes(x) },
  });
  return [
    sample('valid', [2, 2, 5, 4], 3, [3, 2], [3, 3]),
    sample('padded', [2, 3, 4, 5], 2, [3, 3], [4, 5], { pads: [1, 1, 1, 1] }),
    sample('more channels than filters', [2, 6, 4, 4], 5, [3, 3], [4, 4], { pads: [1, 1, 1, 1] }),
    sample('64 channels', [2, 64, 3, 2], 2, [3, 3], [3, 2], { pads: [1, 1, 1, 1] }),
    sample('one image, one channel', [1, 1, 6, 6], 2, [5, 5], [6, 6], { pads: [2, 2, 2, 2] }),
    sample('stride 2', [1, 2, 6, 7], 3, [3, 3], [3, 4], { pads: [1, 1, 1, 1], strides: [2, 2] }),
    sample('last row and column left out', [1, 2, 6, 6], 2, [3, 3], [2, 2], { strides: [2, 2] }),
    sample('stride larger than the kernel', [1, 2, 5, 5], 2, [1, 1], [3, 3], { strides: [2, 2] }),
    sample('asymmetric padding', [1, 2, 4, 4], 2, [3, 3], [4, 4], { pads: [0, 1, 2, 1] }),
    sample('padding wider than the kernel', [1, 2, 3, 3], 2, [2, 2], [8, 6], { pads: [3, 2, 3, 2] }),
    sample('dilated', [1, 2, 6, 6], 2, [3, 2], [6, 6], { pads: [2, 1, 2, 1], dilations: [2, 2] }),
    sample('groups', [2, 4, 4, 4], 6, [3, 3], [4, 4], { pads: [1, 1, 1, 1], group: 2 }),
    sample('groups, stride 2', [2, 4, 5, 5], 4, [3, 3], [3, 3], { pads: [1, 1, 1, 1], group: 2, strides: [2, 2] }),
    sample('depthwise', [2, 3, 4, 4], 3, [3, 3], [4, 4], { pads: [1, 1, 1, 1], group: 3 }),
    sample('depthwise, stride 2', [2, 3, 6, 5], 3, [3, 3], [3, 3], { pads: [0, 1, 1, 1], group: 3, strides: [2, 2] }),
    sample('depthwise, dilated', [1, 2, 6, 6], 2, [3, 2], [6, 6], { pads: [2, 1, 2, 1], group: 2, dilations: [2, 2] }),
    sample('depthwise, two filters a channel', [2, 3, 4, 4], 6, [3, 3], [4, 4], { pads: [1, 1, 1, 1], group: 3 }),
    sample('depthwise, 1-D', [2, 3, 6], 3, [3], [6], { pads: [1, 1], group: 3 }),
    sample('depthwise, 3-D', [1, 2, 3, 3, 3], 2, [2, 2, 2], [2, 2, 2], { group: 2 }),
    sample('1x1', [2, 3, 3, 3], 4, [1, 1], [3, 3]),
    sample('1-D, stride 2', [2, 2, 7], 3, [3], [3], { pads: [0, 1], strides: [2] }),
    sample('1-D, causal and dilated', [2, 2, 8], 2, [3], [8], { pads: [4, 0], dilations: [2] }),
    sample('3-D', [1, 2, 3, 4, 3], 2, [2, 2, 2], [3, 4, 2], { pads: [1, 0, 0, 0, 1, 0] }),
  ];
}
