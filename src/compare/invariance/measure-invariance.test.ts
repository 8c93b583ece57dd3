import { describe, expect, it } from 'vitest';
import { RandomStream } from '../../core/index.ts';
import { type Layout, MemoryDataset } from '../../data/index.ts';
import { compose, type LayerInput } from '../../nn/index.ts';
import { openExecutor } from '../../runtime/index.ts';
import { measureInvariance } from './measure-invariance.ts';
import { MovedDataset } from './moved-dataset.ts';
import { transformations } from './transformations.ts';

const side = 16;
const samples = 12;
const executor = await openExecutor({ engine: 'reference' });

/** Patterns of random pixels in the middle of empty images, far enough from the border for shifts of 3. */
function patterns(layout: Layout = 'NCHW'): MemoryDataset {
  const random = new RandomStream(1, 'patterns');
  const data = new Float32Array(samples * side * side);
  for (let sample = 0; sample < samples; sample++) {
    for (let row = 6; row < 10; row++) {
      for (let column = 6; column < 10; column++) data[(sample * side + row) * side + column] = random.normal();
    }
  }
  const shape =
    layout === 'NCHW' ? [samples, 1, side, side] : layout === 'NHWC' ? [samples, side, side, 1] : [samples, side, side];
  return new MemoryDataset({
    source: 'patterns',
    layout,
    inputs: [{ name: 'x', values: { dtype: 'float32', shape, data } }],
  });
}

const network = (...layers: LayerInput[]) =>
  compose(layers, { inputs: { input: { shape: [1, side, side] } }, seed: 3 });
const pooled = network(
  { layer: 'conv2d', filters: 8, kernelSize: 3 },
  { layer: 'globalAveragePool' },
  { layer: 'dense', units: 4 },
);
const dense = network({ layer: 'flatten' }, { layer: 'dense', units: 16 }, { layer: 'dense', units: 4 });
const decision = { kind: 'largest' } as const;

describe('measureInvariance', () => {
  it('finds that global average pooling does not feel shifts of interior patterns, and that a dense network does', async () => {
    const strengths = { shift: [1, 3] };
    for (const { change, decisions, resampling } of await measureInvariance(pooled, patterns(), {
      executor,
      strengths,
      decision,
    })) {
      expect(change).toBeLessThan(1e-5);
      expect([decisions, resampling.decisions]).toEqual([0, 0]);
    }
    const [one, three] = await measureInvariance(dense, patterns(), { executor, strengths, decision });
    expect(one!.change).toBeGreaterThan(0.5);
    expect(three!.decisions).toBeGreaterThan(0.2);
    expect(three!.resampling.change).toBe(0);
  });

  it('counts no change for a full turn, and reports what interpolation does to a turn and back', async () => {
    const strengths = { rotate: [360, 20], scale: [1] };
    const [full, turned, same] = await measureInvariance(dense, patterns(), { executor, strengths, decision });
    expect([full!.change, same!.change]).toEqual([0, 0]);
    expect(turned!.resampling.change).toBeGreaterThan(0);
    expect(turned!.resampling.change).toBeLessThan(turned!.change);
  });

  it('leaves decisions out where outputs are numbers', async () => {
    const [result] = await measureInvariance(dense, patterns(), { executor, strengths: { shift: [1] } });
    expect(result!.decisions).toBeUndefined();
  });

  it('says what it expects of samples that are no images', async () => {
    const values = { dtype: 'float32', shape: [2, 3], data: new Float32Array(6) } as const;
    const table = new MemoryDataset({ source: 't.csv', layout: 'features', inputs: [{ name: 'x', values }] });
    const measured = measureInvariance(dense, table, { executor, strengths: { shift: [1] } });
    await expect(measured).rejects.toThrow("t.csv: 'x' has samples of shape [3], expected images");
  });
});

describe('MovedDataset', () => {
  const pixels = Float32Array.from({ length: 9 }, (_, i) => i);
  const imageOf = (layout: Layout, shape: number[], data = pixels) =>
    new MemoryDataset({
      source: 's',
      layout,
      inputs: [{ name: 'x', values: { dtype: 'float32', shape: [1, ...shape], data } }],
    });
  const moved = (dataset: MemoryDataset, name: keyof typeof transformations, strength: number, which = 0) => {
    const out = new Float32Array(dataset.inputs[0]!.shape.reduce((a, b) => a * b, 1));
    new MovedDataset(dataset, [transformations[name].movements(strength)[which]!.there]).gather('x', [0], out);
    return Array.from(out);
  };

  it.each([
    ['NHW', [3, 3]],
    ['NCHW', [1, 3, 3]],
    ['NHWC', [3, 3, 1]],
  ] as const)('moves images of layout %s, and repeats the border', (layout, shape) => {
    expect(moved(imageOf(layout, [...shape]), 'shift', 1)).toEqual([1, 2, 2, 4, 5, 5, 7, 8, 8]);
    expect(moved(imageOf(layout, [...shape]), 'rotate', 90)).toEqual([6, 3, 0, 7, 4, 1, 8, 5, 2]);
  });

  it('interpolates between pixels, channel by channel', () => {
    const twoChannels = Float32Array.from({ length: 18 }, (_, i) => (i % 2 === 0 ? i / 2 : 100));
    const halved = moved(imageOf('NHWC', [3, 3, 2], twoChannels), 'shift', 0.5);
    expect(halved.filter((_, i) => i % 2 === 0)).toEqual([0.5, 1.5, 2, 3.5, 4.5, 5, 6.5, 7.5, 8]);
    expect(halved.filter((_, i) => i % 2 === 1)).toEqual(new Array(9).fill(100));
  });

  it('leaves the dataset as it is', () => {
    const dataset = imageOf('NHW', [3, 3]);
    moved(dataset, 'shift', 1);
    expect(Array.from(pixels)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8]);
  });
});
