import type { ConcreteShape, DataType } from '../core/index.ts';
import type { Layout } from './dataset.ts';

/** True for the numbers of channels that images usually have: grey, grey with alpha, colour, colour with alpha. */
function isUsualChannelCount(length: number): boolean {
  return length >= 1 && length <= 4;
}

/**
 * The layout that a sample's shape suggests. One axis: features. Two axes: grey images where the elements are bytes or
 * the image is square and 4 pixels or more a side, otherwise unknown (a series of vectors looks the same). Three axes:
 * two equal sides with fewer channels tell which axis holds the channels; where they do not, the one outer axis of 1 to
 * 4 elements does; otherwise unknown.
 */
export function inferLayout(shape: ConcreteShape, dtype: DataType): Layout {
  if (shape.length <= 1) return 'features';
  if (shape.length === 2) {
    const [height, width] = shape as [number, number];
    return dtype === 'uint8' || (height === width && height >= 4) ? 'NHW' : 'unknown';
  }
  if (shape.length !== 3) return 'unknown';
  const [first, second, third] = shape as [number, number, number];
  if (second === third && first < second) return 'NCHW';
  if (first === second && third < first) return 'NHWC';
  if (isUsualChannelCount(first) && !isUsualChannelCount(third)) return 'NCHW';
  if (isUsualChannelCount(third) && !isUsualChannelCount(first)) return 'NHWC';
  return 'unknown';
}

/** How a sample divides into groups of elements that share a statistic: `[outer, groups, inner]` in C order. */
export interface SampleGroups {
  /** `feature`: one group for each element; `channel`: for each channel; `all`: the whole sample is one group. */
  readonly kind: 'feature' | 'channel' | 'all';
  readonly outer: number;
  readonly groups: number;
  readonly inner: number;
}

/** The groups of a field: features of a vector, channels of images, otherwise all elements together. */
export function sampleGroups(shape: ConcreteShape, layout: Layout): SampleGroups {
  const size = shape.reduce((product, length) => product * length, 1);
  if (shape.length <= 1) return { kind: 'feature', outer: 1, groups: size, inner: 1 };
  if (shape.length === 3 && layout === 'NCHW') {
    return { kind: 'channel', outer: 1, groups: shape[0]!, inner: size / shape[0]! };
  }
  if (shape.length === 3 && layout === 'NHWC') {
    return { kind: 'channel', outer: size / shape[2]!, groups: shape[2]!, inner: 1 };
  }
  return { kind: layout === 'NHW' ? 'channel' : 'all', outer: 1, groups: 1, inner: size };
}
