import { describe, expect, it } from 'vitest';
import { cities, drawCityMaps, offsetUnit, placesOfPart } from './city-maps.ts';
import { sampleSize } from './data-set.ts';
import { readPeopleMap } from './people-map.ts';

const pixels = sampleSize * sampleSize;

describe('drawCityMaps', () => {
  it('draws the same maps from the same seed, whatever their number, and others from other seeds and parts', () => {
    const few = drawCityMaps(3, 5, 'train');
    const more = drawCityMaps(6, 5, 'train');
    expect(more.images.data.subarray(0, 3 * pixels)).toEqual(few.images.data);
    expect(more.targets.data.subarray(0, 9)).toEqual(few.targets.data);
    expect(drawCityMaps(3, 6, 'train').images.data).not.toEqual(few.images.data);
    expect(drawCityMaps(3, 5, 'validation').images.data).not.toEqual(few.images.data);
  });

  it('counts whole people from 0 to those of Shanghai, a million and more where the targets say', () => {
    const count = 512;
    const { images, targets } = drawCityMaps(count, 3, 'train');
    expect(images.shape).toEqual([count, 1, sampleSize, sampleSize]);
    expect(images.data.every((people) => Number.isInteger(people) && people >= 0)).toBe(true);
    const empty = images.data.filter((people) => people === 0).length / images.data.length;
    expect(empty).toBeGreaterThan(0.5);
    const peaks: number[] = [];
    for (let index = 0; index < count; index++) {
      const [x, y, logarithm] = targets.data.subarray(3 * index);
      const image = images.data.subarray(index * pixels, (index + 1) * pixels);
      const centre = (sampleSize - 1) / 2;
      const [column, row] = [x! * offsetUnit + centre, y! * offsetUnit + centre];
      for (const place of [column, row]) expect(place >= 4 && place <= sampleSize - 5, `place ${place}`).toBe(true);
      const most = Math.max(...image);
      expect(image[row * sampleSize + column]).toBe(most);
      expect(10 ** logarithm!).toBeCloseTo(most, -2);
      peaks.push(most);
    }
    expect(Math.min(...peaks)).toBeGreaterThanOrEqual(1_000_000);
    expect(Math.max(...peaks)).toBeLessThanOrEqual(22_315_474);
    expect(Math.max(...peaks)).toBeGreaterThan(15_000_000);
    expect(cities.description).toContain('22,315,474');
  });

  it('refuses numbers of maps that are none', () => {
    for (const count of [0, -1, 1.5, Number.NaN]) {
      expect(() => drawCityMaps(count, 0, 'train')).toThrow(/expected a whole number, 1 or more/);
    }
  });
});

describe('placesOfPart', () => {
  const world = readPeopleMap();

  it('lets no meridian go through both a training and a validation map', () => {
    for (const seed of [0, 1, 2, 3]) {
      const columnsOf = (part: 'train' | 'validation') => {
        const lefts = new Set(placesOfPart(world, seed, part).flatMap((places) => places.map(({ left }) => left)));
        return new Set([...lefts].flatMap((left) => Array.from({ length: sampleSize }, (_, column) => left + column)));
      };
      const training = columnsOf('train');
      expect([...columnsOf('validation')].filter((column) => training.has(column))).toEqual([]);
    }
  });

  it('has cities enough in both parts, other ones under other seeds', () => {
    const validation = [0, 1, 2, 3, 4, 5, 6, 7].map((seed) => placesOfPart(world, seed, 'validation'));
    for (const places of validation) expect(places.length).toBeGreaterThan(30);
    for (const seed of [0, 1, 2, 3]) expect(placesOfPart(world, seed, 'train').length).toBeGreaterThan(150);
    expect(new Set(validation.map((places) => JSON.stringify(places[0]))).size).toBeGreaterThan(4);
  });
});

describe('the credit', () => {
  it('names GeoNames, its licence and where both are to be found', () => {
    for (const text of ['GeoNames', 'https://www.geonames.org', 'CC BY 4.0', 'creativecommons.org/licenses/by/4.0']) {
      expect(cities.credit).toContain(text);
    }
  });
});
