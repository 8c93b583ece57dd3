import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { countPeople, encodePeople, keepNearLargeCities } from '../../../scripts/make-people-map.mjs';
import { FileError } from '../../core/index.ts';
import { decodePeople, readPeopleMap } from './people-map.ts';

const zip = (...bytes: number[]) => gzipSync(Uint8Array.from(bytes)).toString('base64');

describe('readPeopleMap', () => {
  it('has the large cities where they lie', () => {
    const { people, columns, cellsPerDegree } = readPeopleMap();
    const at = (latitude: number, longitude: number) =>
      people[Math.floor((90 - latitude) * cellsPerDegree) * columns + Math.floor((longitude + 180) * cellsPerDegree)];
    expect(at(31.222, 121.458)).toBe(22_315_474); // Shanghai
    expect(at(-34.613, -58.377)).toBeGreaterThan(10_000_000); // Buenos Aires
    expect(at(0, -30)).toBe(0); // the Atlantic
    expect(people.reduce((a, b) => Math.max(a, b))).toBe(22_315_474);
  });
});

describe('decodePeople', () => {
  it('reads what the script wrote', () => {
    const world = fc.array(fc.oneof(fc.constant(0), fc.integer({ min: 1, max: 2 ** 32 - 1 })), { maxLength: 400 });
    fc.assert(
      fc.property(world, (counts) => {
        const inhabited = new Map([...counts.entries()].filter(([, people]) => people > 0).reverse());
        expect([...decodePeople(encodePeople(inhabited), counts.length)]).toEqual(counts);
      }),
    );
  });

  it('refuses damage with an error of its own', () => {
    const text = encodePeople(new Map([...Array(50).keys()].map((index) => [3 * index, 40_000 + index])));
    fc.assert(
      fc.property(fc.nat(text.length - 1), fc.base64String({ minLength: 4, maxLength: 4 }), (cut, other) => {
        for (const damaged of [text.slice(0, cut), text.slice(0, cut) + other + text.slice(cut + 4)]) {
          try {
            decodePeople(damaged, 150);
          } catch (error) {
            expect(error).toBeInstanceOf(FileError);
          }
        }
      }),
    );
  });

  const faults: ReadonlyArray<readonly [string, string, RegExp]> = [
    ['cells beyond the last', zip(150, 0, 1), /it names cell 22, and there are 10/],
    ['an end within a number', zip(1, 5, 200), /it ends within a number/],
    ['numbers without end', zip(...new Array<number>(9).fill(255)), /more than five bytes/],
    ['what is not zipped', 'AAAA', /do not unpack/],
    ['what unpacks to too much', gzipSync(new Uint8Array(2 ** 22 + 1)).toString('base64'), /do not unpack/],
  ];
  for (const [fault, text, message] of faults) {
    it(`refuses ${fault}`, () => expect(() => decodePeople(text, 10)).toThrow(message));
  }
});

describe('the script that makes the map', () => {
  const place = (longitude: number, latitude: number, population: number, featureCode = 'PPL') => ({
    featureCode,
    population,
    loc: { coordinates: [longitude, latitude] },
  });

  it('adds up places of a cell, without parts of others and those that are no more', () => {
    const places = [place(-179.95, 89.95, 5), place(-179.76, 89.76, 7), place(-179.95, 89.95, 9, 'PPLX')];
    const others = [place(180, -90, 2), place(0, 0, 0)];
    expect([...countPeople([...places, ...others])]).toEqual([
      [0, 12],
      [1440 * 720 - 1, 2],
    ]);
  });

  it('keeps what a map of 24 cells around a city of a million can show', () => {
    const cell = (row: number, column: number) => row * 1440 + column;
    const people = new Map([
      [cell(500, 500), 1_000_000],
      [cell(523, 477), 3],
      [cell(500, 524), 999_999],
    ]);
    expect([...keepNearLargeCities(people).values()]).toEqual([1_000_000, 3]);
  });
});
