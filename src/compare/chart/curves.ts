import { type Axis, axisOver } from './axis.ts';
import { viridis } from './viridis.ts';

/** A point of a curve, and the band around it. */
export interface CurvePoint {
  readonly x: number;
  readonly y: number;
  readonly low: number;
  readonly high: number;
}

/** A curve with a name. */
export interface Curve {
  readonly name: string;
  readonly points: readonly CurvePoint[];
}

/** A rectangle with curves over a common axis. */
export interface Panel {
  readonly title: string;
  readonly xLabel: string;
  readonly yLabel: string;
  readonly curves: readonly Curve[];
  /** Whether the axis of values begins at 0. */
  readonly fromZero?: boolean;
}

const plot = { width: 360, height: 220, left: 64, top: 36, bottom: 52, right: 16 };
const panelWidth = plot.left + plot.width + plot.right;
const legendLine = 18;
/** The brightest end of the colour map can hardly be seen on white. */
const brightest = 0.85;

/**
 * Draws panels side by side as an SVG image: medians as lines, bands around them, colours of a perceptually uniform map,
 * one legend for all, and under each panel the range of values that it shows (mission D9). Nothing is clipped; points that
 * are not finite are left out, and named in the legend.
 */
export function drawCurves(title: string, panels: readonly Panel[]): string {
  const names = [...new Set(panels.flatMap(({ curves }) => curves.map(({ name }) => name)))];
  const colorOf = (name: string) => viridis((brightest * names.indexOf(name)) / Math.max(1, names.length - 1));
  const panelHeight = plot.top + plot.height + plot.bottom;
  const width = panels.length * panelWidth;
  const legendTop = 28 + panelHeight;
  const height = legendTop + names.length * legendLine + 8;
  const legend = names.map((name, index) => {
    const y = legendTop + index * legendLine;
    const missing = panels
      .flatMap(({ curves }) => curves)
      .filter((curve) => curve.name === name && curve.points.some((point) => !Number.isFinite(point.y))).length;
    const note = missing === 0 ? '' : ' (some points are not finite)';
    return `<rect x="${plot.left}" y="${y}" width="14" height="10" fill="${colorOf(name)}"/><text x="${plot.left + 20}" y="${y + 9}">${escapeXml(name + note)}</text>`;
  });
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" font-family="sans-serif" font-size="12">`,
    `<rect width="${width}" height="${height}" fill="white"/>`,
    `<text x="${plot.left}" y="18" font-size="14">${escapeXml(title)}</text>`,
    ...panels.flatMap((panel, index) => [
      `<g transform="translate(${index * panelWidth}, 20)">`,
      ...drawPanel(panel, colorOf),
      '</g>',
    ]),
    ...legend,
    '</svg>',
    '',
  ].join('\n');
}

function drawPanel(
  { title, xLabel, yLabel, curves, fromZero = false }: Panel,
  colorOf: (name: string) => string,
): string[] {
  const points = curves.flatMap((curve) => curve.points);
  const xAxis = axisOver(points.map(({ x }) => x));
  const yAxis = axisOver(
    points.flatMap(({ y, low, high }) => [y, low, high]),
    { fromZero },
  );
  const bottom = plot.top + plot.height;
  const frame = `<rect x="${plot.left}" y="${plot.top}" width="${plot.width}" height="${plot.height}" fill="none" stroke="#999"/>`;
  const heading = `<text x="${plot.left}" y="${plot.top - 8}">${escapeXml(title)}</text>`;
  if (xAxis === undefined || yAxis === undefined) return [frame, heading];
  const scale = yAxis.isLogarithmic ? 'logarithmic' : 'linear';
  const text = (x: number, y: number, content: string, anchor = 'start') =>
    `<text x="${x}" y="${y}" text-anchor="${anchor}">${escapeXml(content)}</text>`;
  return [
    heading,
    ...curves.map((curve) => drawBand(curve, xAxis, yAxis, colorOf(curve.name))),
    ...curves.map((curve) => drawLine(curve, xAxis, yAxis, colorOf(curve.name))),
    frame,
    text(plot.left - 6, plot.top + 10, formatTick(yAxis.most), 'end'),
    text(plot.left - 6, bottom, formatTick(yAxis.least), 'end'),
    text(plot.left, bottom + 16, formatTick(xAxis.least)),
    text(plot.left + plot.width, bottom + 16, formatTick(xAxis.most), 'end'),
    text(plot.left + plot.width / 2, bottom + 16, xLabel, 'middle'),
    text(plot.left, bottom + 34, `${yLabel}, ${formatTick(yAxis.least)} to ${formatTick(yAxis.most)}, ${scale}`),
  ];
}

const placeX = (axis: Axis, x: number) => round(plot.left + axis.shareOf(x) * plot.width);
const placeY = (axis: Axis, y: number) => round(plot.top + (1 - axis.shareOf(y)) * plot.height);

function drawLine({ points }: Curve, xAxis: Axis, yAxis: Axis, color: string): string {
  const places = points
    .filter(({ y }) => Number.isFinite(y))
    .map(({ x, y }) => `${placeX(xAxis, x)},${placeY(yAxis, y)}`);
  return `<polyline points="${places.join(' ')}" fill="none" stroke="${color}" stroke-width="2"/>`;
}

function drawBand({ points }: Curve, xAxis: Axis, yAxis: Axis, color: string): string {
  const finite = points.filter(({ low, high }) => Number.isFinite(low) && Number.isFinite(high));
  const upper = finite.map(({ x, high }) => `${placeX(xAxis, x)},${placeY(yAxis, high)}`);
  const lower = finite.map(({ x, low }) => `${placeX(xAxis, x)},${placeY(yAxis, low)}`).reverse();
  return `<polygon points="${[...upper, ...lower].join(' ')}" fill="${color}" fill-opacity="0.2" stroke="none"/>`;
}

const round = (place: number) => Number(place.toFixed(1));

const formatTick = (value: number) => String(Number(value.toPrecision(3)));

/** Text as it may stand in SVG and HTML. */
export function escapeXml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}
