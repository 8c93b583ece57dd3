import uPlot from 'uplot';
import type { Axis } from '../../api/contract.ts';
import { durationText, shortNumber } from '../../lib/numbers-as-text.ts';
import type { Theme } from '../../state/theme.ts';
import { evenSteps, logPlaces, momentLabels, numberLabels, stepLabels } from './axis-places.ts';
import { type Curve, type Reading, readingAt } from './curve.ts';
import { drawCurves, drawEmphasis, type Plane } from './draw-curves.ts';
import { canvasPencil, svgPencil } from './pencil.ts';
import { extentOf, type Range, valueRange } from './ranges.ts';
import type { Zoom } from './settings.ts';

/** Everything that a chart shows. */
export interface ChartView {
  readonly curves: readonly Curve[];
  readonly axis: Axis;
  readonly isLogX: boolean;
  readonly isLogY: boolean;
  readonly zoom: Zoom | undefined;
  readonly theme: Theme;
  readonly width: number;
  readonly height: number;
}

/** Where the crosshair stands, and what the curves say there. */
export interface Crosshair {
  readonly x: number;
  readonly readings: readonly Reading[];
  /** Distance of each curve from the pointer in pixels; in charts that only follow another, 0. */
  readonly distances: ReadonlyMap<string, number>;
  /** Whether the pointer is over this chart. */
  readonly isOwn: boolean;
}

/** The inside of an SVG. */
interface ChartPicture {
  readonly width: number;
  readonly height: number;
  readonly background: string;
  readonly text: string;
  readonly body: string;
}

interface Listener {
  readonly onZoom: (zoom: Zoom | undefined) => void;
  readonly onCrosshair: (crosshair: Crosshair | undefined) => void;
}

const inks = {
  light: { text: '#5b626d', grid: '#ecece8', axis: '#d4d4ce', background: '#ffffff' },
  dark: { text: '#a2a9b4', grid: '#272b31', axis: '#3a4048', background: '#1b1e22' },
} as const;
const font = '11px system-ui, sans-serif';
/** Pixels along x that count as "at the crosshair" for marks. */
const nearPixels = 3;
const nearestShown = 30;

const labelsOf: Readonly<Record<Axis, (places: readonly (number | null)[]) => string[]>> = {
  step: stepLabels,
  epoch: numberLabels,
  wall: momentLabels,
  relative: (places) => places.map((x) => labelOf(x, 'relative')),
};

const logAxis = {
  splits: (_: uPlot, __: number, from: number, to: number) => logPlaces(from, to),
  filter: (_: uPlot, places: number[]) => places,
};

/** A chart on canvases: uPlot has axes, crosshair and dragging; curves are drawn here, so that no point is lost. */
export class CurveChart {
  private readonly place: HTMLElement;
  private readonly listener: Listener;
  private view: ChartView | undefined;
  private plot: uPlot | undefined;
  private overlay: HTMLCanvasElement | undefined;
  private rangeX: Range = [0, 1];
  private rangeY: Range = [0, 1];
  /** Whether keys moved the crosshair last, and not the pointer. */
  private isByKey = false;

  constructor(place: HTMLElement, listener: Listener) {
    this.place = place;
    this.listener = listener;
  }

  /** Shows something else; only what differs in its axes makes a new chart. */
  update(view: ChartView): void {
    const before = this.view;
    this.view = view;
    this.rangeX = view.zoom?.x ?? extentOf(view.curves, view.isLogX);
    if (view.isLogX && this.rangeX[0] <= 0) this.rangeX = [extentOf(view.curves, true)[0], this.rangeX[1]];
    this.rangeY = view.zoom?.y ?? valueRange(view.curves, this.rangeX, view.isLogY);
    const isSame =
      before !== undefined &&
      before.axis === view.axis &&
      before.isLogX === view.isLogX &&
      before.isLogY === view.isLogY &&
      before.theme === view.theme;
    if (this.plot === undefined || !isSame) {
      this.plot?.destroy();
      this.plot = this.create(view);
      return;
    }
    const plot = this.plot;
    plot.batch(() => {
      if (plot.width !== view.width || plot.height !== view.height) plot.setSize(view);
      plot.setData([[...this.rangeX], [...this.rangeY]]);
    });
  }

  /** The part of x and y that is shown. */
  get shown(): { readonly x: Range; readonly y: Range } {
    return { x: this.rangeX, y: this.rangeY };
  }

  /** The chart as the inside of an SVG. */
  asSvg(): ChartPicture {
    const { plot, view } = this;
    const ink = inks[view?.theme ?? 'light'];
    const shared = { background: ink.background, text: ink.text };
    if (plot === undefined || view === undefined) return { ...shared, width: 0, height: 0, body: '' };
    const left = plot.bbox.left / uPlot.pxRatio;
    const top = plot.bbox.top / uPlot.pxRatio;
    const plane = this.plane(plot, 1, { left, top });
    const paths: string[] = [];
    drawCurves(svgPencil(paths), view.curves, plane);
    const bottom = top + plane.height;
    const lines = splitsOf(plot, 'y').map(([value, label]) => {
      const y = plane.y(value);
      return `<path d="M${left} ${y}h${plane.width}" stroke="${ink.grid}"/><text x="${left - 6}" y="${y + 4}" text-anchor="end" fill="${ink.text}">${label}</text>`;
    });
    const foot = splitsOf(plot, 'x').flatMap(([value, label]) =>
      label
        .split('\n')
        .map(
          (line, i) =>
            `<text x="${plane.x(value)}" y="${bottom + 18 + 13 * i}" text-anchor="middle" fill="${ink.text}">${line}</text>`,
        ),
    );
    const body = [
      `<clipPath id="inside"><rect x="${left}" y="${top}" width="${plane.width}" height="${plane.height}"/></clipPath>`,
      `<g font-size="11">${lines.join('')}${foot.join('')}</g>`,
      `<path d="M${left} ${bottom}h${plane.width}" stroke="${ink.axis}"/>`,
      `<g clip-path="url(#inside)">${paths.join('\n')}</g>`,
    ].join('\n');
    return { ...shared, width: view.width, height: view.height, body };
  }

  /** Moves the crosshair by pixels; from nowhere, to the middle. */
  moveCrosshair(pixels: number): void {
    const { plot } = this;
    if (plot === undefined) return;
    const width = plot.over.clientWidth;
    const at = plot.cursor.left ?? -1;
    this.isByKey = true;
    const left = at < 0 ? width / 2 : Math.min(width - 1, Math.max(0, at + pixels));
    plot.setCursor({ left, top: plot.over.clientHeight / 2 });
  }

  /** Zooms by a factor around the crosshair, or the middle. */
  zoomBy(factor: number): void {
    const { plot, view } = this;
    if (plot === undefined || view === undefined) return;
    const at = plot.cursor.left ?? -1;
    const width = plot.over.clientWidth;
    const centre = at < 0 ? width / 2 : at;
    const from = plot.posToVal(centre - centre * factor, 'x');
    const to = plot.posToVal(centre + (width - centre) * factor, 'x');
    this.listener.onZoom({ x: [from, to], y: view.zoom?.y });
  }

  destroy(): void {
    this.plot?.destroy();
    this.plot = undefined;
  }

  /** Where values lie, for a drawing in pixels of the page times `scale`. */
  private plane(plot: uPlot, scale: number, origin: { readonly left: number; readonly top: number }): Plane {
    const { width, height } = plot.bbox;
    const ratio = uPlot.pxRatio / scale;
    const size = { width: width / ratio, height: height / ratio };
    const place = (range: Range, isLog: boolean, from: number, length: number): ((value: number) => number) => {
      const [low, high] = isLog ? [Math.log(range[0]), Math.log(range[1])] : range;
      const slope = length / (high - low);
      if (!isLog) return (value) => from + (value - low) * slope;
      return (value) => (value > 0 ? from + (Math.log(value) - low) * slope : Number.NaN);
    };
    const x = this.view?.isLogX === true;
    const y = this.view?.isLogY === true;
    return {
      ...origin,
      ...size,
      scale,
      x: place(this.rangeX, x, origin.left, size.width),
      y: place(this.rangeY, y, origin.top + size.height, -size.height),
      isLogY: y,
    };
  }

  private create(view: ChartView): uPlot {
    const { text, grid, axis } = inks[view.theme];
    const side = { stroke: text, font, grid: { stroke: grid, width: 1 }, ticks: { show: false } };
    const plot = new uPlot(
      {
        width: view.width,
        height: view.height,
        legend: { show: false },
        padding: [8, 24, 0, 0],
        scales: {
          x: { time: view.axis === 'wall', distr: view.isLogX ? 3 : 1, range: () => [...this.rangeX] },
          y: { distr: view.isLogY ? 3 : 1, range: () => [...this.rangeY] },
        },
        series: [{}, { show: true, paths: () => null, points: { show: false } }],
        axes: [
          {
            ...side,
            ...(view.isLogX ? logAxis : {}),
            size: view.axis === 'wall' ? 42 : 28,
            gap: 6,
            space: 64,
            border: { show: true, stroke: axis, width: 1 },
            grid: { show: false },
            values: (_, places) => labelsOf[view.axis](places),
          },
          {
            ...side,
            ...(view.isLogY ? logAxis : { incrs: [...evenSteps] }),
            size: 54,
            gap: 6,
            space: 34,
            values: (_, places) =>
              view.isLogY ? places.map((y) => (y === null ? '' : shortNumber(y))) : numberLabels(places),
          },
        ],
        cursor: {
          y: false,
          points: { show: false },
          drag: { x: true, y: true, uni: 40, setScale: false },
          sync: {
            key: 'curves',
            setSeries: false,
            scales: ['x', null],
            filters: { pub: (type) => type === 'mousemove' || type === 'mouseleave' },
          },
          bind: {
            dblclick: () => () => {
              this.listener.onZoom(undefined);
              return null;
            },
          },
        },
        hooks: {
          draw: [(drawn) => this.draw(drawn)],
          setCursor: [(moved) => this.follow(moved)],
          setSelect: [(selected) => this.zoomToSelection(selected)],
          setSize: [(sized) => this.sizeOverlay(sized)],
        },
      },
      [[...this.rangeX], [...this.rangeY]],
      this.place,
    );
    const overlay = document.createElement('canvas');
    overlay.className = 'chart-overlay';
    plot.over.append(overlay);
    this.overlay = overlay;
    this.sizeOverlay(plot);
    return plot;
  }

  private sizeOverlay(plot: uPlot): void {
    if (this.overlay === undefined) return;
    this.overlay.width = plot.bbox.width;
    this.overlay.height = plot.bbox.height;
  }

  private draw(plot: uPlot): void {
    if (this.view === undefined) return;
    const { ctx, bbox } = plot;
    ctx.save();
    ctx.beginPath();
    ctx.rect(bbox.left, bbox.top, bbox.width, bbox.height);
    ctx.clip();
    ctx.lineJoin = 'bevel';
    drawCurves(canvasPencil(ctx), this.view.curves, this.plane(plot, uPlot.pxRatio, bbox));
    ctx.restore();
  }

  private zoomToSelection(plot: uPlot): void {
    const { left, top, width, height } = plot.select;
    if (width < 4 && height < 4) return;
    const box = plot.over;
    const isWholeX = width < 4 || width >= box.clientWidth - 1;
    const isWholeY = height < 4 || height >= box.clientHeight - 1;
    const x: Range = isWholeX ? this.rangeX : [plot.posToVal(left, 'x'), plot.posToVal(left + width, 'x')];
    const y: Range | undefined = isWholeY
      ? this.view?.zoom?.y
      : [plot.posToVal(top + height, 'y'), plot.posToVal(top, 'y')];
    plot.setSelect({ left: 0, top: 0, width: 0, height: 0 }, false);
    this.listener.onZoom({ x, y });
  }

  private follow(plot: uPlot): void {
    const context = this.overlay?.getContext('2d');
    const { view } = this;
    if (context == null || view === undefined) return;
    context.clearRect(0, 0, context.canvas.width, context.canvas.height);
    const { left = -1, top = -1 } = plot.cursor;
    if (left < 0) {
      this.listener.onCrosshair(undefined);
      return;
    }
    const plane = this.plane(plot, uPlot.pxRatio, { left: 0, top: 0 });
    const x = plot.posToVal(left, 'x');
    const tolerance = Math.abs(plot.posToVal(left + nearPixels, 'x') - x);
    const isOwn = plot.over.matches(':hover') || (this.isByKey && document.activeElement === this.place);
    const readings: Reading[] = [];
    const distances = new Map<string, number>();
    for (const curve of view.curves) {
      const reading = readingAt(curve, x, tolerance);
      if (reading === undefined) continue;
      readings.push(reading);
      distances.set(curve.id, isOwn ? distanceOf(reading, top * uPlot.pxRatio, plane) : 0);
    }
    const nearest = [...readings].sort((a, b) => distances.get(a.curve.id)! - distances.get(b.curve.id)!);
    context.lineJoin = 'bevel';
    const pencil = canvasPencil(context);
    if (isOwn && readings.length > 1 && nearest[0] !== undefined) drawEmphasis(pencil, nearest[0].curve, plane);
    for (const reading of nearest.slice(0, nearestShown)) drawDot(context, reading, plane);
    this.listener.onCrosshair({ x, readings, distances, isOwn });
  }
}

function distanceOf({ low, high, middle }: Reading, y: number, plane: Plane): number {
  if (middle !== undefined && Number.isFinite(middle)) return Math.abs(plane.y(middle) - y);
  const top = plane.y(high);
  const bottom = plane.y(low);
  if (!Number.isFinite(top)) return Number.MAX_VALUE;
  return Math.max(0, top - y, y - (Number.isFinite(bottom) ? bottom : plane.top + plane.height));
}

function drawDot(context: CanvasRenderingContext2D, { curve, x, low, high, middle }: Reading, plane: Plane): void {
  const values = middle === undefined ? (low === high ? [low] : [low, high]) : [middle];
  context.fillStyle = curve.colour;
  for (const value of values) {
    const y = plane.y(value);
    if (!Number.isFinite(y)) continue;
    context.beginPath();
    context.arc(plane.x(x), y, 3 * plane.scale, 0, 2 * Math.PI);
    context.fill();
  }
}

/** Values and labels of an axis as uPlot chose them last. */
function splitsOf(plot: uPlot, scale: 'x' | 'y'): (readonly [number, string])[] {
  const axis = plot.axes.find((candidate) => candidate.scale === scale) as
    | { readonly _splits?: readonly (number | null)[]; readonly _values?: readonly (string | null)[] }
    | undefined;
  const { _splits: splits = [], _values: values = [] } = axis ?? {};
  return splits.flatMap((value, i) => (value === null || !values[i] ? [] : [[value, values[i]] as const]));
}

/** A place on x in words. */
export function labelOf(x: number | null, axis: Axis): string {
  if (x === null) return '';
  if (axis === 'relative') return durationText(x);
  if (axis === 'step' && Math.abs(x) >= 1e6) return `${shortNumber(x / 1e6)}M`;
  if (axis === 'step' && Math.abs(x) >= 1e4) return `${shortNumber(x / 1e3)}k`;
  return shortNumber(x, 6);
}
