import { writeFileSync } from 'node:fs';
import fc from 'fast-check';
import sharp from 'sharp';
import { afterAll, describe, expect, it } from 'vitest';
import {
  damaged,
  fixture,
  fixtureBytes,
  refuseOrAccept,
  temporaryFolder,
} from '../../../test/fixtures/data/support.ts';
import { toNumbers } from '../../core/index.ts';
import { isImageName, readImages } from './images.ts';

const folder = temporaryFolder();
afterAll(folder.remove);

describe('readImages', () => {
  it('reads colour images with channels first', async () => {
    const images = await readImages([fixture('colour/a/1.png'), fixture('colour/b/1.png')]);
    const channels = [0, 3, 6, 9, 12, 15, 1, 4, 7, 10, 13, 16, 2, 5, 8, 11, 14, 17];
    expect([images.dtype, images.shape]).toEqual(['uint8', [2, 3, 2, 3]]);
    expect(toNumbers(images)).toEqual([...channels, ...channels.map((value) => value + 100)]);
  });

  it('keeps grey images of 16 bits as they are', async () => {
    const images = await readImages([fixture('deep/a/1.png')]);
    expect([images.dtype, images.shape]).toEqual(['uint16', [1, 1, 2, 3]]);
    expect(toNumbers(images)).toEqual([0, 1, 256, 40000, 65535, 7]);
  });

  it('reads JPEG', async () => {
    const path = folder.path('flat.jpg');
    const flat = { create: { width: 9, height: 6, channels: 3 as const, background: { r: 250, g: 120, b: 30 } } };
    writeFileSync(path, await sharp(flat).jpeg({ quality: 100 }).toBuffer());
    const images = await readImages([path]);
    expect(images.shape).toEqual([1, 3, 6, 9]);
    for (const [channel, value] of [250, 120, 30].entries()) {
      expect(Math.abs(Number(images.data[channel * 54]) - value)).toBeLessThanOrEqual(2);
    }
  });

  it('refuses images of different sizes or channels, naming both', async () => {
    const [first, second] = [fixture('sizes/a/1.png'), fixture('sizes/b/1.png')];
    await expect(readImages([first, second])).rejects.toThrow(
      `${second}: 3x5 pixels, 1 channel of 8 bits, but ${first} has 3x4 pixels, 1 channel of 8 bits. All images must have`,
    );
    const colour = fixture('colour/a/1.png');
    await expect(readImages([fixture('deep/a/1.png'), colour])).rejects.toThrow(
      '3x2 pixels, 3 channels of 8 bits, but',
    );
  });

  it('refuses other formats, and what is no image', async () => {
    const gif = folder.path('moving.png');
    writeFileSync(gif, await sharp(fixture('colour/a/1.png')).gif().toBuffer());
    await expect(readImages([gif])).rejects.toThrow('is a gif image, expected PNG or JPEG');
    const text = folder.path('text.png');
    writeFileSync(text, 'no image');
    await expect(readImages([text])).rejects.toThrow(`${text}: is not a readable PNG or JPEG image`);
  });

  it('knows images by their names', () => {
    const names = ['a.png', 'b.JPG', 'c.jpeg', '.hidden.png', 'd.gif', 'png'];
    expect(names.filter(isImageName)).toEqual(['a.png', 'b.JPG', 'c.jpeg']);
  });

  it('withstands damage', async () => {
    const path = folder.path('damaged.png');
    const jpeg = new Uint8Array(await sharp(fixture('images/train/ring/0.png')).jpeg().toBuffer());
    const files = [fixtureBytes('colour/a/1.png'), fixtureBytes('deep/a/1.png'), jpeg];
    await fc.assert(
      fc.asyncProperty(fc.oneof(...files.map(damaged)), async (bad) => {
        writeFileSync(path, bad);
        await refuseOrAccept(() => readImages([path]));
      }),
      { seed: 1, numRuns: 150 },
    );
  });
});
