import { describe, expect, it } from 'vitest';
import { axisOver } from './axis.ts';
import { drawBlocks } from './blocks.ts';
import { drawCurves } from './curves.ts';
import { viridis } from './viridis.ts';

const curve = (name: string, values: readonly number[]) => ({
  name,
  points: values.map((y, x) => ({ x, y, low: y / 2, high: y * 2 })),
});

describe('drawCurves', () => {
  const svg = drawCurves('a < b', [
    {
      title: 'left',
      xLabel: 'epochs',
      yLabel: 'loss',
      curves: [curve('one', [100, 10, 1]), curve('two', [50, Number.NaN, 3])],
    },
  ]);

  it('states the range of values and the scale, and says which points are missing', () => {
    expect(svg).toContain('loss, 0.5 to 200, logarithmic');
    expect(svg).toContain('two (some points are not finite)');
    expect(svg).not.toContain('NaN');
  });

  it('escapes texts and gives each curve its line and its band in its own colour', () => {
    expect(svg).toContain('a &lt; b');
    expect(svg.match(/<polyline/g)).toHaveLength(2);
    expect(svg.match(/<polygon/g)).toHaveLength(2);
    expect(new Set(svg.match(/stroke="#[0-9a-f]{6}"/g))).toHaveProperty('size', 2);
  });

  it('keeps every point within the frame', () => {
    const places = [...svg.matchAll(/(\d+(?:\.\d+)?),(\d+(?:\.\d+)?)/g)].map(([, x, y]) => [Number(x), Number(y)]);
    for (const [x, y] of places.slice(1)) {
      expect(x! >= 64 && x! <= 424 && y! >= 36 && y! <= 256).toBe(true);
    }
  });
});

it('drawBlocks places values on the common axis, with a blank where one is not finite', () => {
  const axis = axisOver([0, 7])!;
  expect(drawBlocks([0, 3, 7, Number.NaN], axis)).toBe('▁▄█ ');
  expect(axisOver([Number.NaN])).toBeUndefined();
});

it('viridis runs from dark violet to yellow', () => {
  expect([viridis(0), viridis(0.5), viridis(1)]).toEqual(['#440154', '#21908d', '#fde725']);
});
