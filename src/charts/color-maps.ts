import { infernoTable, viridisTable } from './color-map-tables.ts';

const gray = Array.from({ length: 256 }, (_, level) => level.toString(16).padStart(2, '0').repeat(3)).join('');
const tables = { viridis: viridisTable, inferno: infernoTable, gray };

/** A map of values to colours along which equal steps look equal. */
export type ColorMapName = keyof typeof tables;

/** The maps there are; the first is the one to take. */
export const colorMapNames = Object.keys(tables) as readonly ColorMapName[];

/** A colour of a map as `#rrggbb`: the first at 0, the last at 1 and beyond. */
export function mappedColor(map: ColorMapName, share: number): string {
  const index = Math.round(255 * Math.min(Math.max(share, 0), 1));
  return `#${tables[map].slice(6 * index, 6 * index + 6)}`;
}

/** The red, green and blue bytes of so many colours of a map, at equal distances. */
export function colorMapBytes(map: ColorMapName, count: number): Uint8Array {
  const bytes = new Uint8Array(3 * count);
  for (let i = 0; i < count; i++) {
    const color = Number.parseInt(mappedColor(map, count === 1 ? 0 : i / (count - 1)).slice(1), 16);
    bytes.set([color >> 16, (color >> 8) & 255, color & 255], 3 * i);
  }
  return bytes;
}
