import { describe, expect, it } from 'vitest';
import { judge } from './verdict.ts';

describe('judge', () => {
  it.each([
    ['a training that learns nothing where the recipe learns all', [0.5, 0.5, 0.5], [1, 1, 1], 0.5, 'faulty'],
    ['one that learns as much as the recipe', [0.74, 0.75, 0.76], [0.75, 0.74, 0.76], 0.2, 'healthy'],
    ['one that learns most of what can be learned', [0.9, 0.88, 0.91], [1, 1, 1], 0.5, 'healthy'],
    ['a gain within what seeds differ by', [0.54, 0.88, 0.93], [0.9, 0.89, 0.91], 0.54, 'healthy'],
    ['neither learns more than a constant answer', [0.5, 0.52, 0.49], [0.51, 0.5, 0.5], 0.5, 'no-signal'],
    ['a constant answer that is all but perfect', [0.94, 0.94, 0.94], [0.96, 0.96, 0.96], 0.94, 'no-signal'],
    ['a constant answer and a recipe that gains hardly more', [0.52, 0.52, 0.53], [0.56, 0.57, 0.55], 0.5, 'no-signal'],
    ['the recipe does worse', [0.9, 0.9, 0.9], [0.4, 0.5, 0.4], 0.5, 'healthy'],
  ] as const)('%s', (_what, before, after, floor, verdict) => {
    expect(judge(before, after, floor)).toBe(verdict);
  });

  it('learning by heart is a cure only for who cannot, and for none whose data are at fault', () => {
    expect(judge([0.1, 0.1, 0.1], [1, 1, 1], 0.02, 'last resort')).toBe('faulty');
    expect(judge([0.78, 0.76, 0.77], [1, 1, 1], 0.5, 'last resort')).toBe('no-signal');
    expect(judge([0.1, 0.1, 0.1], [1, 1, 1], 0.02, 'no cure')).toBe('no-signal');
  });
});
