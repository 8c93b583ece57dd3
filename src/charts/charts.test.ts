import { describe, expect, it } from 'vitest';
import { drawBarChart } from './bar-chart.ts';
import { drawCurveChart } from './curve-chart.ts';
import { sideBySide, svgFile } from './drawing.ts';
import { drawHeatMap } from './heat-map.ts';
import { drawHistogramChart } from './histogram-chart.ts';

describe('drawBarChart', () => {
  it('makes bars as long as their values, from 0, with the interval as a whisker', () => {
    const bars = [
      { name: 'a', value: 1 },
      { name: 'b', value: 2, interval: [1.5, 2.5] as const },
      { name: 'c', value: Number.NaN },
    ];
    const { body, description } = drawBarChart({ title: 't', valueLabel: 'seconds', bars });
    const widths = [...body.matchAll(/<rect [^>]*width="([\d.]+)" height="13"/g)].map(([, width]) => Number(width));
    expect(widths).toHaveLength(2);
    expect(widths[1]! / widths[0]!).toBeCloseTo(2, 1);
    expect(body.match(/chart-whisker/g)).toHaveLength(1);
    expect(description).toBe('seconds: a 1; b 2 (1.5 to 2.5); c NaN.');
  });
});

describe('drawHeatMap', () => {
  const x = [0, 50, 100];

  it('draws a row of pixels for each row, and says the range, the scale and what is not finite', () => {
    const rows = [
      { name: 'conv<1>', x, values: [1, 0.1, 1e-6] },
      { name: 'dense', x, values: [1, Number.NaN, 1] },
    ];
    const { body, description } = drawHeatMap({ title: 'gradient norm', xLabel: 'step', rows });
    expect(body.match(/<image/g)).toHaveLength(2);
    expect(body).toContain('conv&lt;1&gt;');
    expect(body).toContain('1 not finite');
    expect(body).toContain('1 (log)<');
    expect(description).toContain('1e−6 to 1, 1 not finite');
  });

  it('begins a row where its values begin', () => {
    const rows = [
      { name: 'a', x, values: [1, 2, 3] },
      { name: 'b', x: [100], values: [3] },
    ];
    const { body } = drawHeatMap({ title: 't', xLabel: 'step', rows });
    const [a, b] = [...body.matchAll(/<image [^>]*? x="([\d.]+)" y="\d+" width="([\d.]+)"/g)].map(([, from, width]) => [
      Number(from),
      Number(width),
    ]);
    expect(b![0]).toBeGreaterThan(a![0]!);
    expect(b![0]! + b![1]!).toBeCloseTo(a![0]! + a![1]!, 0);
  });

  it('draws nothing but its title where there are no rows', () => {
    expect(drawHeatMap({ title: 't', xLabel: 'step', rows: [] }).body).toContain('no finite value');
  });
});

describe('drawHistogramChart', () => {
  it('draws at most 24 steps, the first and the last among them, within the frame', () => {
    const histograms = Array.from({ length: 100 }, (_, step) => ({ step, edges: [-1, 0, 1], counts: [1, 3] }));
    const { body, description } = drawHistogramChart({ title: 'w', valueLabel: 'value', histograms });
    const steps = [...body.matchAll(/<title>step (\d+)<\/title>/g)].map(([, step]) => step);
    expect(steps).toHaveLength(24);
    expect([steps[0], steps.at(-1)]).toEqual(['0', '99']);
    expect(description).toContain('24 of 100 steps, values from −1 to 1');
  });

  it('takes histograms whose bins have no extent or no counts', () => {
    const histograms = [
      { step: 0, edges: [0, 0], counts: [5] },
      { step: 1, edges: [], counts: [] },
      { step: 2, edges: [0, 1], counts: [0] },
    ];
    expect(drawHistogramChart({ title: 'w', valueLabel: 'value', histograms }).body).not.toMatch(/NaN|Infinity/);
  });
});

it('sideBySide is as wide as its parts, and an SVG file has title, description and colours for light and dark', () => {
  const chart = drawCurveChart({ title: 'a & b', xLabel: 'step', series: [] });
  const both = sideBySide('both', [chart, chart]);
  expect(both.width).toBe(2 * chart.width + 16);
  const file = svgFile(both);
  expect(file).toMatch(
    /^<svg xmlns="http:\/\/www.w3.org\/2000\/svg" [^>]*role="img"><title>both<\/title><desc>a &amp; b: /,
  );
  expect(file).toContain('prefers-color-scheme:dark');
});
