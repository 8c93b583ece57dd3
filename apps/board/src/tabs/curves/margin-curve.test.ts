import { describe, expect, it } from 'vitest';
import type { Buckets, Points } from '../../api/contract.ts';
import type { Curve } from './curve.ts';
import { marginCurve } from './margin-curve.ts';

const noMarks = { x: new Float64Array(0), count: new Uint32Array(0), kind: new Uint8Array(0) };

function curve(id: string, x: readonly number[], value: readonly number[]): Curve {
  const points: Points = {
    form: 'points',
    superseded: false,
    x: Float64Array.from(x),
    value: Float32Array.from(value),
    smoothed: undefined,
    marks: noMarks,
  };
  const extent = [x[0]!, x.at(-1)!] as const;
  return { id, label: id, colour: '#000', style: 'line', parts: [points], extent, points: x.length, restarts: [] };
}

const bandOf = ({ parts }: Curve): [number[], number[], number[]] => {
  const { first, minimum, maximum } = parts[0] as Buckets;
  return [[...first], [...minimum], [...maximum]];
};

describe('the curve with a margin', () => {
  it('is the value within what the two others say at its places, read between theirs', () => {
    const value = curve('value', [0, 1, 2], [5, 6, 7]);
    const margin = marginCurve(value, curve('low', [0, 2], [1, 3]), curve('high', [0, 1, 2], [9, 10, 11]));
    expect(margin.style).toBe('margin');
    expect(bandOf(margin)).toEqual([
      [5, 6, 7],
      [1, 2, 3],
      [9, 10, 11],
    ]);
  });

  it('reaches to a spike of the value that leaves its margin', () => {
    const margin = marginCurve(
      curve('value', [0, 1], [5, 500]),
      curve('low', [0, 1], [1, 1]),
      curve('high', [0, 1], [9, 9]),
    );
    expect(bandOf(margin)[2]).toEqual([9, 500]);
  });

  it('has a gap where an end of the margin is missing or NaN, and keeps its value there', () => {
    const margin = marginCurve(
      curve('value', [0, 1, 2], [5, 6, 7]),
      curve('low', [0, 1], [1, 1]),
      curve('high', [0, 1, 2], [9, Number.NaN, 9]),
    );
    expect(bandOf(margin)).toEqual([
      [5, 6, 7],
      [1, Number.NaN, Number.NaN],
      [9, Number.NaN, Number.NaN],
    ]);
  });

  it('is the value alone where a run has no such scalars', () => {
    const value = curve('value', [0], [1]);
    expect(marginCurve(value, curve('low', [0], [0]), undefined)).toBe(value);
  });
});
