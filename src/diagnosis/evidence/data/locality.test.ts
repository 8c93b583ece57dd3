import { describe, expect, it } from 'vitest';
import { smoothSamples } from '../../../../test/support/smooth-samples.ts';
import { type Dataset, MemoryDataset } from '../../../data/index.ts';
import { type LayerInput, sequential } from '../../../nn/index.ts';
import { areStacked, isReadRight, meantReading, measureLocality } from './locality.ts';

const picture = [10, 14, 3];
const [rows, columns, channels] = picture as [number, number, number];
const series = [30, 4];
const conv: LayerInput = { layer: 'conv2d', filters: 2, kernelSize: 3 };
const toChannelsFirst: LayerInput = { layer: 'permute', axes: [3, 1, 2] };

function localityOf(dataset: Dataset, layers: readonly LayerInput[]) {
  const network = sequential([...layers], { inputShape: [...dataset.inputs[0]!.shape] });
  return measureLocality(network, dataset)[0]!;
}

const pictures = (order: readonly number[], shape: readonly number[], samples = 24) =>
  smoothSamples(samples, picture, { order, shape });

describe('the locality of pictures', () => {
  it('is there as the network reads them where they are right, with channels last, first, or moved on purpose', () => {
    const last = pictures([0, 1, 2, 3], picture);
    const first = pictures([0, 3, 1, 2], [channels, rows, columns]);
    const flat = pictures([0, 1, 2, 3], [rows * columns * channels]);
    for (const locality of [
      localityOf(last, [toChannelsFirst, conv]),
      localityOf(first, [conv]),
      localityOf(flat, [{ layer: 'reshape', shape: picture }, toChannelsFirst, conv]),
      localityOf(last, [toChannelsFirst, { layer: 'activation', activation: 'relu' }, conv]),
    ]) {
      expect(isReadRight(locality)).toBe(true);
      expect(areStacked(locality)).toBe(false);
    }
  });

  it.each([
    ['channels first read as channels last', [0, 3, 1, 2], picture, [toChannelsFirst, conv], 'channels, rows, columns'],
    ['channels last read as channels first', [0, 1, 2, 3], [3, 10, 14], [conv], 'rows, columns, channels'],
    ['columns read as rows', [0, 2, 1, 3], picture, [toChannelsFirst, conv], 'columns, rows, channels'],
    [
      'channels brought to the front by a reshape inside',
      [0, 1, 2, 3],
      picture,
      [{ layer: 'reshape', shape: [3, 10, 14] }, conv],
      'rows, columns, channels',
    ],
  ] as [string, number[], number[], LayerInput[], string][])('tells %s', (_, order, shape, layers, axes) => {
    const locality = localityOf(pictures(order, shape), layers);
    expect(meantReading(locality)?.axes).toBe(axes);
    expect(isReadRight(locality)).toBe(false);
  });

  it('is not looked for elsewhere where rows, columns or channels are all the same', () => {
    const grain = (at: number) => Math.sin(12.9898 * at) * 2;
    for (const [wave, line] of [
      ['rows', 0],
      ['columns', 1],
      ['diagonals', 2],
    ] as const) {
      for (const isLast of [true, false]) {
        const data = Float32Array.from({ length: 60 * 12 * 15 * 3 }, (_, at) => {
          const [sample, place] = [Math.floor(at / 540), at % 540];
          const pixel = isLast ? Math.floor(place / 3) : place % 180;
          const [row, column] = [Math.floor(pixel / 15), pixel % 15];
          return grain(sample + 100 * [row, column, row + column][line]!) + 0.1 * grain(at);
        });
        const shape = isLast ? [12, 15, 3] : [3, 12, 15];
        const values = { dtype: 'float32' as const, shape: [60, ...shape], data };
        const images = new MemoryDataset({ source: wave, layout: 'unknown', inputs: [{ name: 'x', values }] });
        const locality = localityOf(images, isLast ? [toChannelsFirst, conv] : [conv]);
        expect(meantReading(locality)?.axes).toBeUndefined();
      }
    }
  });

  it('tells stacks with the samples last', () => {
    const locality = localityOf(pictures([1, 2, 3, 0], picture), [toChannelsFirst, conv]);
    expect(areStacked(locality)).toBe(true);
  });
});

describe('the locality of series', () => {
  const read = (order: readonly number[], shape: readonly number[], layers: readonly LayerInput[]) =>
    localityOf(smoothSamples(100, series, { order, shape }), layers);

  it('is there where time and features are in their places, for recurrences and convolutions', () => {
    expect(isReadRight(read([0, 2, 1], [4, 30], [{ layer: 'conv1d', filters: 2, kernelSize: 3 }]))).toBe(true);
    const readers: LayerInput[][] = [
      [{ layer: 'lstm', units: 2 }],
      [
        { layer: 'permute', axes: [2, 1] },
        { layer: 'conv1d', filters: 2, kernelSize: 3 },
      ],
    ];
    for (const layers of readers) {
      expect(meantReading(read([0, 1, 2], series, layers))).toBeUndefined();
      expect(meantReading(read([0, 2, 1], series, layers))?.axes).toBe('features, steps');
    }
  });
});

it('is measured where an operator looks at neighbours alone', () => {
  const table = smoothSamples(100, [120, 1], { order: [0, 1, 2], shape: [120] });
  expect(measureLocality(sequential([{ layer: 'dense', units: 1 }], { inputShape: [120] }), table)).toEqual([]);
  const network = sequential([{ layer: 'flatten' }, { layer: 'dense', units: 1 }], { inputShape: picture });
  expect(measureLocality(network, pictures([0, 3, 1, 2], picture))).toEqual([]);
});
