import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { axisOver } from '../axis.ts';
import { drawBars } from './bars.ts';
import { drawBraillePlot } from './braille-plot.ts';
import { drawSparkline } from './sparkline.ts';

const plot = (y: ArrayLike<number>, more: Partial<Parameters<typeof drawBraillePlot>[0]> = {}) =>
  drawBraillePlot({
    series: [{ name: 'loss', x: Array.from({ length: y.length }, (_, i) => i), y }],
    width: 60,
    height: 14,
    xLabel: 'step',
    yScale: 'linear',
    ...more,
  });

/** Columns of dots that are set in the topmost line of dots. */
const dotsOnTop = (line: string) =>
  [...line].filter((cell) => ((cell.codePointAt(0)! - 0x2800) & 0b1001) !== 0 && cell >= '⠀');

describe('drawBraillePlot', () => {
  it('draws a line from corner to corner, with round values, x and the last value', () => {
    expect(plot([0, 1, 2, 3, 4], { width: 30, height: 9 })).toEqual([
      '4 ┤                      ⣀⡠⠤⠒⠉',
      '  │                 ⣀⡠⠔⠒⠉',
      '2 ┤           ⢀⣀⠤⠔⠊⠉',
      '  │      ⣀⡠⠤⠒⠉⠁',
      '0 ┤⣀⠤⠔⠒⠊⠉',
      '  └───────────────────────────',
      '   0          step           4',
      '━━ loss  4',
    ]);
  });

  it('shows each of ten spikes among 100 000 points', () => {
    const y = new Float64Array(100_000).map((_, i) => (i % 10_000 === 5000 ? 100 : Math.sin(i)));
    expect(dotsOnTop(plot(y, { width: 120 })[0]!)).toHaveLength(10);
  });

  it('marks NaN and infinities above their place and counts them', () => {
    const lines = plot([1, 2, Number.NaN, 2, Number.POSITIVE_INFINITY]);
    expect(lines[0]).toMatch(/^ +× +▲$/);
    expect(lines.at(-1)).toBe('━━ loss  ∞ · 1 NaN, 1 ∞');
  });

  it('marks 0 on a logarithmic axis', () => {
    expect(plot([1, 0, 100], { yScale: 'logarithmic' }).at(-1)).toContain('1 0 or less');
  });

  it('gives each series its paint', () => {
    const series = [
      { name: 'a', x: [0, 1], y: [0, 0] },
      { name: 'b', x: [0, 1], y: [1, 1] },
    ];
    const lines = drawBraillePlot({
      series,
      width: 40,
      height: 8,
      xLabel: 'step',
      paint: (text, index) => `<${index}${text}>`,
    });
    expect(lines[0]).toContain('<1⠉');
    expect(lines.at(-2)).toBe('<0━━> a  0');
  });

  it('has lines no wider than asked for, whatever the values', () => {
    fc.assert(
      fc.property(fc.array(fc.double(), { maxLength: 50 }), fc.integer({ min: 40, max: 100 }), (y, width) => {
        for (const line of plot(y, { width })) expect([...line].length).toBeLessThanOrEqual(width);
      }),
      { numRuns: 60 },
    );
  });

  it('draws nothing for no points', () => {
    expect(plot([]).at(-1)).toBe('━━ loss  no points');
  });
});

it('drawSparkline places values on the common axis, with a blank where one is not finite', () => {
  expect(drawSparkline([0, 3, 7, Number.NaN], axisOver([[0, 7]]))).toBe('▁▄█ ');
  expect(drawSparkline([Number.NaN])).toBe(' ');
});

it('drawBars makes bars in eighths of a column, on one scale', () => {
  expect(
    drawBars(
      [
        { name: 'a', value: 4 },
        { name: 'bc', value: 1 },
        { name: 'd', value: Number.NaN },
      ],
      20,
    ),
  ).toEqual(['a   ███████████ 4', 'bc  ██▊ 1', 'd   NaN']);
});
