import { expect, test } from 'vitest';
import { decodeScalars, encodeScalars, type Series } from './scalars-format.ts';

const marks = { x: Float64Array.of(2), count: Uint32Array.of(3), kind: Uint8Array.of(1) };
const about = {
  version: 'a 3.1.9',
  found: true,
  points: 9,
  extent: [0, 8] as const,
  noEpochs: false,
  restarts: [],
  unordered: false,
};
const series: (Series | null)[] = [
  {
    ...about,
    parts: [
      {
        form: 'points',
        superseded: false,
        x: Float64Array.of(0, 1, 2),
        value: Float32Array.of(0.5, Number.NaN, Number.POSITIVE_INFINITY),
        smoothed: undefined,
        marks,
      },
      {
        form: 'buckets',
        superseded: true,
        x: Float64Array.of(0.25),
        lastX: Float64Array.of(8.125),
        minimum: Float32Array.of(-1),
        maximum: Float32Array.of(1),
        first: Float32Array.of(0),
        last: Float32Array.of(0.5),
        count: Uint32Array.of(9),
        smoothed: Float32Array.of(0.25),
        marks: { x: new Float64Array(0), count: new Uint32Array(0), kind: new Uint8Array(0) },
      },
    ],
  },
  null,
  { ...about, found: false, points: 0, extent: null, parts: [] },
];

test('series come back as they were written, NaN and infinities included', () => {
  expect(decodeScalars(encodeScalars(series).buffer)).toEqual(series);
});

test('an answer that is cut short or foreign is refused', () => {
  const bytes = encodeScalars(series);
  expect(() => decodeScalars(bytes.slice(0, bytes.length - 8).buffer)).toThrow('cut short');
  expect(() => decodeScalars(new TextEncoder().encode('{"error":"no"}').buffer)).toThrow('not an answer');
});
