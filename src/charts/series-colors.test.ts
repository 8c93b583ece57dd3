import { expect, it } from 'vitest';
import { mappedColor } from './color-maps.ts';
import { seriesColors } from './series-colors.ts';

const luminance = (color: string) => {
  const parts = [1, 3, 5].map((start) => {
    const share = Number.parseInt(color.slice(start, start + 2), 16) / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * parts[0]! + 0.7152 * parts[1]! + 0.0722 * parts[2]!;
};
const contrast = (a: string, b: string) => {
  const [dark, light] = [luminance(a), luminance(b)].sort((x, y) => x - y);
  return (light! + 0.05) / (dark! + 0.05);
};

it('a name has one colour, alone or in any order among others', () => {
  const alone = seriesColors(['run/a']).get('run/a');
  expect(seriesColors(['run/a', 'run/a']).get('run/a')).toBe(alone);
  expect(seriesColors(['x', 'y', 'z'])).toEqual(seriesColors(['z', 'x', 'y']));
});

it('20 names have 20 colours, and more of them still have one each', () => {
  const names = Array.from({ length: 45 }, (_, i) => `run-${i}`);
  expect(new Set(seriesColors(names.slice(0, 20)).values()).size).toBe(20);
  expect([...seriesColors(names).values()].every((color) => /^#[0-9a-f]{6}$/.test(color))).toBe(true);
});

it('every colour can be told from white and from the dark paper', () => {
  for (const color of seriesColors(Array.from({ length: 20 }, (_, i) => String(i))).values()) {
    expect(contrast(color, '#ffffff')).toBeGreaterThan(3);
    expect(contrast(color, '#14181e')).toBeGreaterThan(3);
  }
});

it('maps run from one end of their colours to the other and get lighter all the way', () => {
  expect([mappedColor('viridis', 0), mappedColor('viridis', 0.5), mappedColor('viridis', 1)]).toEqual([
    '#440154',
    '#21918c',
    '#fde725',
  ]);
  for (const map of ['viridis', 'inferno', 'gray'] as const) {
    const steps = Array.from({ length: 64 }, (_, i) => luminance(mappedColor(map, i / 63)));
    expect(steps.every((step, i) => i === 0 || step > steps[i - 1]!)).toBe(true);
  }
});
