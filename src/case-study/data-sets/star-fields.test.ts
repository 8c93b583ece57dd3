import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sampleSize } from './data-set.ts';
import { fullWell, simulateStarFields } from './star-fields.ts';

const pixels = sampleSize * sampleSize;

describe('simulateStarFields', () => {
  it('draws the same fields from the same seed, whatever their number, and others from other seeds and parts', () => {
    fc.assert(
      fc.property(fc.nat(2 ** 40), fc.integer({ min: 1, max: 6 }), (seed, count) => {
        const few = simulateStarFields(count, seed, 'train');
        const more = simulateStarFields(count + 2, seed, 'train');
        expect(more.images.data.subarray(0, count * pixels)).toEqual(few.images.data);
        expect(more.targets.data.subarray(0, count * 3)).toEqual(few.targets.data);
        expect(simulateStarFields(count, seed + 1, 'train').targets.data).not.toEqual(few.targets.data);
        expect(simulateStarFields(count, seed, 'validation').targets.data).not.toEqual(few.targets.data);
      }),
      { numRuns: 10 },
    );
  });

  it('counts whole photons from 0 to the full well', () => {
    const { images } = simulateStarFields(64, 3, 'train');
    let least = Number.POSITIVE_INFINITY;
    let most = 0;
    for (const count of images.data) {
      if (!Number.isInteger(count)) throw new Error(`${count} is no count`);
      least = Math.min(least, count);
      most = Math.max(most, count);
    }
    expect(least).toBeGreaterThan(500);
    expect(most).toBeGreaterThan(0.5 * fullWell);
    expect(most).toBeLessThanOrEqual(fullWell);
  });

  it('has the brightest pixel where the targets say, within a pixel', () => {
    const { images, targets } = simulateStarFields(64, 4, 'train');
    for (let index = 0; index < 64; index++) {
      const image = images.data.subarray(index * pixels, (index + 1) * pixels);
      const brightest = image.indexOf(Math.max(...image));
      const centre = (sampleSize - 1) / 2;
      const [x, y] = [targets.data[3 * index]! * 1.6 + centre, targets.data[3 * index + 1]! * 1.6 + centre];
      expect(Math.hypot((brightest % sampleSize) - x, Math.floor(brightest / sampleSize) - y)).toBeLessThan(1);
    }
  });

  it('scatters counts as Poisson noise does: by the root of what is expected', () => {
    // Neighbours in a corner expect about the same; some have a star beside them, which the median hardly feels.
    const { images } = simulateStarFields(400, 5, 'train');
    const ratios: number[] = [];
    for (let index = 0; index < 400; index++) {
      const [a, b] = [images.data[index * pixels]!, images.data[index * pixels + 1]!];
      if (a < 1e5) ratios.push((a - b) ** 2 / (a + b));
    }
    const median = ratios.sort((a, b) => a - b)[ratios.length >> 1]!;
    expect(ratios.length).toBeGreaterThan(250);
    // That of a chi-square of one degree of freedom is 0.455.
    expect(median).toBeGreaterThan(0.35);
    expect(median).toBeLessThan(0.7);
  });

  it('refuses numbers of fields that are none', () => {
    for (const count of [0, -1, 1.5, Number.NaN]) {
      expect(() => simulateStarFields(count, 0, 'train')).toThrow(/expected a whole number, 1 or more/);
    }
  });
});
