import { inflateSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { mappedColor } from './color-maps.ts';
import { drawValueImage } from './value-image.ts';

/** Chunks of a PNG in a `data:` address. */
function chunksOf(uri: string): Map<string, Buffer> {
  const bytes = Buffer.from(uri.slice('data:image/png;base64,'.length), 'base64');
  const chunks = new Map<string, Buffer>();
  for (let at = 8; at < bytes.length; at += 12 + bytes.readUInt32BE(at)) {
    chunks.set(bytes.toString('latin1', at + 4, at + 8), bytes.subarray(at + 8, at + 8 + bytes.readUInt32BE(at)));
  }
  return chunks;
}

describe('drawValueImage', () => {
  it('draws values between the least and the most in the colours of the map', () => {
    const image = drawValueImage({ width: 2, height: 2, channels: 1, values: [0, 1, 2, 4] });
    const chunks = chunksOf(image.uri);
    expect([...inflateSync(chunks.get('IDAT')!)]).toEqual([0, 0, 64, 0, 127, 254]);
    expect(`#${chunks.get('PLTE')!.subarray(0, 3).toString('hex')}`).toBe(mappedColor('viridis', 0));
    expect(
      `#${chunks
        .get('PLTE')!
        .subarray(3 * 254, 3 * 255)
        .toString('hex')}`,
    ).toBe(mappedColor('viridis', 1));
    expect(image).toMatchObject({ least: 0, most: 4, range: [0, 4], clippedShare: 0, notFinite: 0, map: 'viridis' });
  });

  it('counts what a given range clips', () => {
    const image = drawValueImage({ width: 4, height: 1, channels: 1, values: [-1, 0, 1, 3], range: [0, 1] });
    expect([...inflateSync(chunksOf(image.uri).get('IDAT')!)]).toEqual([0, 0, 0, 254, 254]);
    expect(image.clippedShare).toBe(0.5);
  });

  it('gives numbers that are not finite a colour that no map has', () => {
    const image = drawValueImage({ width: 3, height: 1, channels: 1, values: [Number.NaN, 0, 1] });
    const chunks = chunksOf(image.uri);
    expect([...inflateSync(chunks.get('IDAT')!)]).toEqual([0, 255, 0, 254]);
    expect(chunks.get('PLTE')!.subarray(-3).toString('hex')).toBe('d6336c');
    expect(image.notFinite).toBe(1);
  });

  it('draws three channels as red, green and blue of one range', () => {
    const image = drawValueImage({ width: 1, height: 1, channels: 3, values: [0, 0.5, 1] });
    expect([...inflateSync(chunksOf(image.uri).get('IDAT')!)]).toEqual([0, 0, 128, 255]);
    expect(image.map).toBeUndefined();
  });

  it('takes images larger than a stored block', () => {
    const image = drawValueImage({ width: 400, height: 300, channels: 1, values: new Float32Array(120_000) });
    expect(inflateSync(chunksOf(image.uri).get('IDAT')!)).toHaveLength(300 * 401);
  });
});
