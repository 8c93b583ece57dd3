import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { drawCurveChart } from './curve-chart.ts';
import { svgFile } from './drawing.ts';

const chartOf = (name: string, y: readonly number[], x: readonly number[] = y.map((_, step) => step)) =>
  drawCurveChart({ title: 'loss', xLabel: 'step', series: [{ name, x, y }], yScale: 'linear' });

/** Coordinates of the drawn curve itself, not of its mean. */
const placesOf = (body: string) => {
  const d = /<path class="chart-line"[^>]* d="([^"]*)"/.exec(body)?.[1] ?? '';
  return [...d.matchAll(/([ML])(-?[\d.]+) (-?[\d.]+)/g)].map(([, , x, y]) => [Number(x), Number(y)] as const);
};

const anyText = fc.string({ unit: fc.constantFrom(...'<>&"\'/=-]! a\0\n\u2028\ufffe\u{d800}é'), maxLength: 30 });

describe('drawCurveChart', () => {
  it('draws every point of a short curve, with its value as a title', () => {
    const { body } = chartOf('a', [1, 3, 2]);
    expect(placesOf(body)).toHaveLength(3);
    expect(body.match(/<circle/g)).toHaveLength(3);
    expect(body).toContain('<title>1: 3</title>');
  });

  it('keeps each of 20 spikes among 100 000 points, and every point within the frame', () => {
    const values = Array.from({ length: 100_000 }, (_, i) => Math.sin(i / 5000));
    const spikes = Array.from({ length: 20 }, (_, i) => 2500 + 5000 * i);
    for (const spike of spikes) values[spike] = 50;
    const { body, height } = chartOf('a', values);
    const places = placesOf(body);
    const top = Math.min(...places.map(([, y]) => y));
    expect(places.filter(([, y]) => y === top)).toHaveLength(20);
    expect(places.length).toBeLessThan(5000);
    expect(places.every(([x, y]) => x >= 54 && x <= 466 && y >= 34 && y <= height - 38)).toBe(true);
  });

  it('draws the greatest and the least of any values at the same heights as if they were alone', () => {
    fc.assert(
      fc.property(fc.array(fc.double({ noNaN: true, min: -1e6, max: 1e6 }), { minLength: 2, maxLength: 3000 }), (y) => {
        const places = placesOf(chartOf('a', y).body).map(([, place]) => place);
        const ends = placesOf(chartOf('a', [Math.max(...y), Math.min(...y)]).body).map(([, place]) => place);
        expect(Math.min(...places)).toBe(ends[0]);
        expect(Math.max(...places)).toBe(ends[1]);
      }),
      { numRuns: 30 },
    );
  });

  it('breaks the line at numbers that are not finite, marks them, and counts them in the legend', () => {
    const { body, description } = chartOf('a', [1, 2, Number.NaN, 3, Number.POSITIVE_INFINITY, 2, 1]);
    expect(/<path class="chart-line"[^>]* d="([^"]*)"/.exec(body)![1]!.match(/M/g)).toHaveLength(3);
    expect(body.match(/class="chart-mark"/g)).toHaveLength(2);
    expect(body).toContain('a: NaN at 2');
    expect(body).toContain('1 NaN, 1 ∞');
    expect(description).toContain('values from 1 to 3');
  });

  it('marks what is 0 or less on a logarithmic axis', () => {
    const series = [{ name: 'a', x: [0, 1, 2], y: [10, 0, 0.1] }];
    const { body } = drawCurveChart({ title: 't', xLabel: 'step', series, yScale: 'logarithmic' });
    expect(body).toContain('1 0 or less');
    expect(body).toContain('>logarithmic<');
    expect(placesOf(body)).toHaveLength(2);
  });

  it('draws a point between two breaks, and says where nothing is finite', () => {
    expect(chartOf('a', [Number.NaN, 1, Number.NaN]).body).toContain('h0');
    expect(chartOf('a', [Number.NaN]).body).toContain('no finite value');
    expect(chartOf('a', []).body).toContain('no points');
  });

  it('stays finite at the ends of what numbers can be', () => {
    for (const y of [
      [-Number.MAX_VALUE, Number.MAX_VALUE],
      [5e-324, 5e-324],
      [5e-324, 1.7e308],
    ]) {
      expect(chartOf('a', y).body).not.toMatch(/NaN|Infinity/);
    }
  });

  it('draws a band around a curve where its ends are finite', () => {
    const band = { low: [0, 1, Number.NaN], high: [2, 3, 4] };
    const { body } = drawCurveChart({
      title: 't',
      xLabel: 'x',
      series: [{ name: 'a', x: [0, 1, 2], y: [1, 2, 3], band }],
    });
    expect(/fill-opacity="0.16" d="M([^"]*)Z"/.exec(body)![1]!.split('L')).toHaveLength(4);
  });

  it('lets no name become markup', () => {
    fc.assert(
      fc.property(anyText, (name) => {
        const svg = svgFile({ ...chartOf(name, [1, Number.NaN]), title: name });
        const withoutTags = svg
          .replaceAll(/<\/?[a-z]+(?: [a-zA-Z:-]+="[^"<>]*")*\/?>/g, '')
          .replace(/@media[^@]*\}/s, '');
        expect(withoutTags).not.toMatch(/[<>]/);
        expect(svg).not.toMatch(/(?![\t\n\r])\p{Cc}(?<![\x7f-\x9f])/u);
      }),
      { numRuns: 100 },
    );
  });
});
