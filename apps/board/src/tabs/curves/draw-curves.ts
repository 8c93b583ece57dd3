import { type Buckets, markKinds, type Points } from '../../api/contract.ts';
import { type Curve, lastAtMost } from './curve.ts';
import type { Pencil } from './pencil.ts';

/** Where values lie on the drawing, in its own units. */
export interface Plane {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
  /** Units to a pixel of the page. */
  readonly scale: number;
  readonly x: (value: number) => number;
  readonly y: (value: number) => number;
  /** Whether nothing at or below 0 has a place on y. */
  readonly isLogY: boolean;
}

const faint = 0.28;
const supersededOpacity = 0.22;
const bandOpacity = 0.18;
/** Rows from which on lines are a whole pixel wide, which canvases draw several times as fast as other widths. */
const many = 3000;
/** Rows from which on every line is one pixel of the device wide, the fastest of all. */
const crowd = 40_000;

/** Draws every curve: bands first, then lines, then the marks of what has no place. */
export function drawCurves(pencil: Pencil, curves: readonly Curve[], plane: Plane): void {
  for (const curve of curves) if (curve.style !== 'line') drawBand(pencil, curve, plane);
  const rows = curves.reduce((sum, { parts }) => sum + parts.reduce((own, { x }) => own + x.length, 0), 0);
  const isCrowd = rows > crowd;
  const raw = rows > many ? Math.max(1, Math.floor(plane.scale)) : 1.25 * plane.scale;
  const widths = isCrowd ? { raw: 1, beneath: 1, smooth: 1 } : { raw, beneath: 1, smooth: 1.75 * plane.scale };
  const strokes = curves.flatMap((curve) => strokesOf(curve, widths));
  for (const alike of isCrowd ? groupsOf(strokes) : strokes.map((stroke) => [stroke])) draw(pencil, alike, plane);
  for (const curve of curves) drawMarks(pencil, curve, plane);
}

/** Draws one curve, wider, as the one that is meant. */
export function drawEmphasis(pencil: Pencil, curve: Curve, plane: Plane): void {
  const widths = { raw: 2 * plane.scale, beneath: plane.scale, smooth: 3 * plane.scale };
  for (const stroke of strokesOf(curve, widths)) draw(pencil, [stroke], plane);
}

/** Widths of lines in units of the drawing: of a curve alone, of one beneath its smoothed form, and of that. */
interface Widths {
  readonly raw: number;
  readonly beneath: number;
  readonly smooth: number;
}

/** One line to draw. */
interface Stroke {
  readonly colour: string;
  readonly width: number;
  readonly opacity: number;
  readonly trace: (pencil: Pencil, plane: Plane) => void;
}

function strokesOf({ parts, colour, style }: Curve, widths: Widths): Stroke[] {
  return parts.flatMap((part) => {
    const { smoothed } = part;
    const isSmooth = smoothed !== undefined && !part.superseded;
    const beneath: Stroke = {
      colour,
      width: isSmooth ? widths.beneath : widths.raw,
      opacity: part.superseded ? supersededOpacity : isSmooth ? faint : 1,
      trace: (pencil, plane) => trace(pencil, part, style, plane),
    };
    if (!isSmooth) return [beneath];
    return [
      beneath,
      {
        colour,
        width: widths.smooth,
        opacity: 1,
        trace: (pencil, plane) => traceColumn(pencil, part, smoothed, plane),
      },
    ];
  });
}

/** Strokes that look alike, together, faint ones first: one path of many lines is drawn three times as fast as many paths. */
function groupsOf(strokes: readonly Stroke[]): Stroke[][] {
  const groups = new Map<string, Stroke[]>();
  for (const stroke of strokes) {
    const key = `${stroke.opacity} ${stroke.colour}`;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [stroke]);
    else group.push(stroke);
  }
  return [...groups.values()].sort(([a], [b]) => a!.opacity - b!.opacity);
}

function draw(pencil: Pencil, alike: readonly Stroke[], plane: Plane): void {
  const [first] = alike;
  if (first === undefined) return;
  pencil.begin();
  for (const stroke of alike) stroke.trace(pencil, plane);
  pencil.stroke(first.colour, first.width, first.opacity);
}

/** Rows to draw: those in the range of x with one more on each side. */
function rowsInView(part: Points | Buckets, { left, width, x }: Plane): [from: number, to: number] {
  let from = 0;
  let to = part.x.length;
  while (from + 1 < to && x(part.x[from + 1]!) < left) from = skip(part.x, from, left, x);
  while (to - 2 > from && x(part.x[to - 2]!) > left + width) to--;
  return [from, to];
}

/** Halves the way, since a chart that is zoomed has most of its rows outside. */
function skip(column: Float64Array, from: number, left: number, x: (value: number) => number): number {
  let step = 1;
  while (from + 2 * step < column.length && x(column[from + 2 * step]!) < left) step *= 2;
  return from + step;
}

/**
 * The path of a part. Several points in one pixel column become a stroke from the least to the greatest, so that the
 * picture is the one of all points, however many they are.
 */
function trace(pencil: Pencil, part: Points | Buckets, style: Curve['style'], plane: Plane): void {
  if (part.form === 'points') tracePoints(pencil, part, plane);
  else if (style !== 'line') traceColumn(pencil, part, part.first, plane);
  else traceBuckets(pencil, part, plane);
}

function tracePoints(pencil: Pencil, part: Points, plane: Plane): void {
  const { y, scale } = plane;
  const [from, to] = rowsInView(part, plane);
  /** Points since the last gap, and of them those in the pixel column at hand. */
  let sinceGap = 0;
  let inColumn = 0;
  let column = Number.NaN;
  let low = 0;
  let high = 0;
  let lastX = 0;
  let lastY = 0;
  const finishColumn = (): void => {
    if (inColumn < 2) return;
    if (high - low > 0.5 * scale) {
      pencil.lineTo(lastX, low);
      pencil.lineTo(lastX, high);
    }
    pencil.lineTo(lastX, lastY);
  };
  const finishLine = (): void => {
    finishColumn();
    if (sinceGap === 1) traceDot(pencil, lastX, lastY, scale);
    sinceGap = 0;
    inColumn = 0;
    column = Number.NaN;
  };
  for (let i = from; i < to; i++) {
    const px = plane.x(part.x[i]!);
    const py = y(part.value[i]!);
    if (!Number.isFinite(py) || !Number.isFinite(px)) {
      finishLine();
      continue;
    }
    const at = Math.floor(px / scale);
    if (at === column) {
      if (py < low) low = py;
      if (py > high) high = py;
      inColumn++;
    } else {
      finishColumn();
      if (sinceGap > 0) pencil.lineTo(px, py);
      else pencil.moveTo(px, py);
      column = at;
      low = py;
      high = py;
      inColumn = 1;
    }
    sinceGap++;
    lastX = px;
    lastY = py;
  }
  finishLine();
}

/** A point between two gaps, where the pencil stands: it would be a line without length. */
function traceDot(pencil: Pencil, x: number, y: number, scale: number): void {
  const size = 1.5 * scale;
  pencil.lineTo(x - size, y);
  pencil.lineTo(x, y - size);
  pencil.lineTo(x + size, y);
  pencil.lineTo(x, y + size);
  pencil.lineTo(x - size, y);
}

function traceBuckets(pencil: Pencil, part: Buckets, plane: Plane): void {
  const { x, y, scale } = plane;
  const [from, to] = rowsInView(part, plane);
  let isDown = false;
  for (let i = from; i < to; i++) {
    const maximum = y(part.maximum[i]!);
    if (!Number.isFinite(maximum)) {
      isDown = false;
      continue;
    }
    const bottom = plane.top + plane.height;
    const onPlane = (value: number): number => {
      const at = y(value);
      return Number.isFinite(at) ? at : bottom;
    };
    const minimum = onPlane(part.minimum[i]!);
    const first = onPlane(part.first[i]!);
    const last = onPlane(part.last[i]!);
    const x0 = x(part.x[i]!);
    const x1 = x(part.lastX[i]!);
    if (isDown) pencil.lineTo(x0, first);
    else pencil.moveTo(x0, first);
    if (minimum - maximum > 0.5 * scale) {
      const middle = (x0 + x1) / 2;
      pencil.lineTo(middle, maximum);
      pencil.lineTo(middle, minimum);
    }
    pencil.lineTo(x1, last);
    const isLone = !isDown && x0 === x1 && !(i + 1 < to && Number.isFinite(y(part.maximum[i + 1]!)));
    if (isLone) traceDot(pencil, x0, last, scale);
    isDown = true;
  }
}

/** A line through one column, at the ends of buckets. */
function traceColumn(pencil: Pencil, part: Points | Buckets, column: Float32Array, plane: Plane): void {
  const { x, y } = plane;
  const places = part.form === 'buckets' ? part.lastX : part.x;
  const [from, to] = rowsInView(part, plane);
  let isDown = false;
  for (let i = from; i < to; i++) {
    const py = y(column[i]!);
    if (!Number.isFinite(py)) {
      isDown = false;
      continue;
    }
    if (isDown) pencil.lineTo(x(places[i]!), py);
    else pencil.moveTo(x(places[i]!), py);
    isDown = true;
  }
}

function drawBand(pencil: Pencil, curve: Curve, plane: Plane): void {
  const bottom = plane.top + plane.height;
  const place = (value: number): number => {
    const at = plane.y(value);
    return Number.isFinite(at) ? at : bottom;
  };
  for (const part of curve.parts) {
    if (part.form !== 'buckets') continue;
    const [from, to] = rowsInView(part, plane);
    pencil.begin();
    for (let i = from; i < to; i++) {
      if (i === from) pencil.moveTo(plane.x(part.x[i]!), place(part.maximum[i]!));
      else pencil.lineTo(plane.x(part.x[i]!), place(part.maximum[i]!));
    }
    for (let i = to - 1; i >= from; i--) pencil.lineTo(plane.x(part.x[i]!), place(part.minimum[i]!));
    pencil.fill(curve.colour, bandOpacity);
  }
}

/** NaN: a cross at the foot. Infinities: triangles at the edge where they went. At or below 0 on a logarithmic axis: a bar. */
function drawMarks(pencil: Pencil, curve: Curve, plane: Plane): void {
  const { left, top, width, height, scale } = plane;
  const size = 3.5 * scale;
  const foot = top + height - size - scale;
  const head = top + size + scale;
  const taken = new Set<string>();
  const isFree = (kind: string, at: number): boolean => {
    const key = `${kind} ${Math.floor(at / (9 * scale))}`;
    if (at < left || at > left + width || taken.has(key)) return false;
    taken.add(key);
    return true;
  };
  for (const part of curve.parts) {
    for (let i = 0; i < part.marks.x.length; i++) {
      const kind = markKinds[part.marks.kind[i] ?? 0] ?? 'NaN';
      const at = plane.x(part.marks.x[i]!);
      if (!isFree(kind, at)) continue;
      if (kind === 'NaN') cross(pencil, at, foot, size, curve.colour, scale);
      else if (kind === 'Infinity') triangle(pencil, at, head, size, -1, curve.colour);
      else triangle(pencil, at, foot, size, 1, curve.colour);
    }
    if (!plane.isLogY) continue;
    const values = part.form === 'points' ? part.value : part.minimum;
    const [from, to] = rowsInView(part, plane);
    for (let i = from; i < to; i++) {
      if (!(values[i]! <= 0) || values[i] === Number.NEGATIVE_INFINITY) continue;
      const at = plane.x(part.x[i]!);
      if (isFree('low', at)) bar(pencil, at, top + height - scale, size, curve.colour, scale);
    }
  }
}

function cross(pencil: Pencil, x: number, y: number, size: number, colour: string, scale: number): void {
  pencil.begin();
  pencil.moveTo(x - size, y - size);
  pencil.lineTo(x + size, y + size);
  pencil.moveTo(x - size, y + size);
  pencil.lineTo(x + size, y - size);
  pencil.stroke(colour, 1.75 * scale, 1);
}

function triangle(pencil: Pencil, x: number, y: number, size: number, direction: 1 | -1, colour: string): void {
  pencil.begin();
  pencil.moveTo(x - size, y - direction * size);
  pencil.lineTo(x + size, y - direction * size);
  pencil.lineTo(x, y + direction * size);
  pencil.lineTo(x - size, y - direction * size);
  pencil.fill(colour, 1);
}

function bar(pencil: Pencil, x: number, y: number, size: number, colour: string, scale: number): void {
  pencil.begin();
  pencil.moveTo(x - size, y);
  pencil.lineTo(x + size, y);
  pencil.stroke(colour, 3 * scale, 1);
}

/** Whether anything of the curves at or below 0 has no place on a logarithmic axis in a range of x. */
export function countWithoutPlace(curves: readonly Curve[], [from, to]: readonly [number, number]): number {
  let count = 0;
  for (const { parts } of curves) {
    for (const part of parts) {
      const values = part.form === 'points' ? part.value : part.minimum;
      for (let i = Math.max(0, lastAtMost(part.x, from)); i < values.length && part.x[i]! <= to; i++) {
        if (values[i]! <= 0) count++;
      }
    }
  }
  return count;
}
