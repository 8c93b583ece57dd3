import { gunzipSync } from 'node:zlib';
import { FileError } from '../../core/index.ts';
import file from './people.json' with { type: 'json' };

/** How many people live in each cell of a map of the world, around its cities of a million; none elsewhere. */
export interface PeopleMap {
  /** Cells along a degree of longitude and of latitude. */
  readonly cellsPerDegree: number;
  readonly rows: number;
  readonly columns: number;
  /** People of each cell, row after row from the north-west corner, longitude -180. */
  readonly people: Uint32Array;
}

/** The most that the file may unpack to: more than two numbers of five bytes for each cell there can be people in. */
const mostBytes = 2 ** 22;

/**
 * Reads the map that comes with the package, `people.json`, whose README says where it is from.
 *
 * @throws FileError where it is damaged
 */
export function readPeopleMap(): PeopleMap {
  const { cellsPerDegree } = file;
  const [rows, columns] = [180 * cellsPerDegree, 360 * cellsPerDegree];
  return { cellsPerDegree, rows, columns, people: decodePeople(file.cells, rows * columns) };
}

/**
 * Unpacks what `scripts/make-people-map.mjs` packs: zipped numbers of 7 bits a byte, for each cell with people the number of
 * empty ones before it, and its people.
 *
 * @param text the zipped bytes as base64
 * @param cells length of the result
 * @throws FileError where they are no such numbers, or lead beyond the last cell
 */
export function decodePeople(text: string, cells: number): Uint32Array {
  const people = new Uint32Array(cells);
  const bytes = unzip(text);
  let offset = 0;
  const read = (): number => {
    let value = 0;
    for (let place = 1; place <= 2 ** 28; place *= 128) {
      const byte = bytes[offset++];
      if (byte === undefined) throw damaged('it ends within a number');
      value += (byte % 128) * place;
      if (byte < 128) return value;
    }
    throw damaged(`a number of more than five bytes ends at byte ${offset}`);
  };
  for (let cell = 0; offset < bytes.length; cell++) {
    cell += read();
    if (cell >= cells) throw damaged(`it names cell ${cell}, and there are ${cells}`);
    people[cell] = read();
  }
  return people;
}

function unzip(text: string): Uint8Array {
  try {
    return gunzipSync(Buffer.from(text, 'base64'), { maxOutputLength: mostBytes });
  } catch (cause) {
    throw damaged('its cells do not unpack', cause);
  }
}

function damaged(message: string, cause?: unknown): FileError {
  return new FileError('people.json', message, { cause, advice: 'Install netwright again' });
}
