import { type ColorMapName, mappedColor } from '../../api/contract.ts';
import { oddInk } from './inks.ts';

const palettes = new Map<ColorMapName, Uint8Array>();

/** Red, green and blue of the 256 colours of a map. */
export function paletteOf(map: ColorMapName): Uint8Array {
  let palette = palettes.get(map);
  if (palette === undefined) {
    palette = new Uint8Array(768);
    for (let i = 0; i < 256; i++) palette.set(bytesOf(mappedColor(map, i / 255)), 3 * i);
    palettes.set(map, palette);
  }
  return palette;
}

function bytesOf(colour: string): [number, number, number] {
  const number = Number.parseInt(colour.slice(1), 16);
  return [number >> 16, (number >> 8) & 255, number & 255];
}

const odd = bytesOf(oddInk);

/** In place of a share: a value that is not finite. */
export const oddCell = -1;

/**
 * A raster of colours: shares from 0 to 1 through a map, {@link oddCell} in magenta, and nothing where a share is NaN.
 * Rows from the top.
 */
export function rasterOf(shares: Float64Array, columns: number, map: ColorMapName): HTMLCanvasElement {
  const rows = shares.length / columns;
  const image = new ImageData(columns, rows);
  const palette = paletteOf(map);
  for (let i = 0; i < shares.length; i++) {
    const share = shares[i]!;
    if (Number.isNaN(share)) continue;
    const level = 3 * Math.round(255 * Math.min(1, share));
    for (let channel = 0; channel < 3; channel++) {
      image.data[4 * i + channel] = share === oddCell ? odd[channel]! : palette[level + channel]!;
    }
    image.data[4 * i + 3] = 255;
  }
  const canvas = document.createElement('canvas');
  canvas.width = columns;
  canvas.height = rows;
  canvas.getContext('2d')?.putImageData(image, 0, 0);
  return canvas;
}
