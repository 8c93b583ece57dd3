import { describe, expect, it } from 'vitest';
import { inferLayout, sampleGroups } from './layout.ts';

describe('inferLayout', () => {
  it.each([
    [[], 'float32', 'features'],
    [[9], 'float32', 'features'],
    [[28, 28], 'float32', 'NHW'],
    [[28, 20], 'uint8', 'NHW'],
    [[100, 6], 'float32', 'unknown'],
    [[2, 2], 'float32', 'unknown'],
    [[1, 28, 28], 'float32', 'NCHW'],
    [[28, 28, 1], 'float32', 'NHWC'],
    [[3, 224, 180], 'uint8', 'NCHW'],
    [[224, 180, 3], 'uint8', 'NHWC'],
    [[24, 24, 8], 'float32', 'NHWC'],
    [[8, 24, 24], 'float32', 'NCHW'],
    [[3, 3, 3], 'float32', 'unknown'],
    [[10, 20, 30], 'float32', 'unknown'],
    [[3, 8, 32, 32], 'float32', 'unknown'],
  ] as const)('takes samples %j of %s for %s', (shape, dtype, layout) => {
    expect(inferLayout(shape, dtype)).toBe(layout);
  });
});

describe('sampleGroups', () => {
  it('groups features one by one, images by channel, and what is unknown as a whole', () => {
    expect(sampleGroups([5], 'features')).toEqual({ kind: 'feature', outer: 1, groups: 5, inner: 1 });
    expect(sampleGroups([3, 4, 2], 'NCHW')).toEqual({ kind: 'channel', outer: 1, groups: 3, inner: 8 });
    expect(sampleGroups([4, 2, 3], 'NHWC')).toEqual({ kind: 'channel', outer: 8, groups: 3, inner: 1 });
    expect(sampleGroups([4, 2], 'NHW')).toEqual({ kind: 'channel', outer: 1, groups: 1, inner: 8 });
    expect(sampleGroups([4, 2], 'unknown')).toEqual({ kind: 'all', outer: 1, groups: 1, inner: 8 });
  });
});
