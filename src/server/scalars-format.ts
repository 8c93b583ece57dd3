import { FileError } from '../core/index.ts';
import type { PartHeader, ScalarsHeader, SeriesHeader } from './api.ts';

/**
 * Layout of the answer to `POST /api/scalars`, all numbers little-endian:
 *
 * 1. `u32` magic `NWS1`, `u32` bytes of the header;
 * 2. the header, {@link ScalarsHeader} as JSON in UTF-8, padded with spaces so that what follows begins at a multiple of 8;
 * 3. for each part of each series in order that is not null, its columns, each padded with zeros to a multiple of 8 bytes:
 *    * `points`: `f64 x[rows]`, `f32 value[rows]`;
 *    * `buckets`: `f64 x[rows]`, `f64 lastX[rows]` (of the first and the last point in it), `f32 minimum[rows]`, `f32 maximum[rows]`,
 *      `f32 first[rows]`, `f32 last[rows]` (finite values; all four NaN where it has none), `u32 count[rows]` (points, finite or not);
 *    * where `smoothed`: `f32 smoothed[rows]`, at the point, or at the last finite point of the bucket;
 *    * marks: `f64 x[marks]`, `u32 count[marks]`, `u8 kind[marks]`: in `points` one for each value that is not finite, in
 *      `buckets` one for each bucket and kind, at its first.
 */
const magic = 0x3153574e; // 'NWS1'

/** What a mark stands for, by the number in its `kind`. */
export const markKinds = ['NaN', 'Infinity', '-Infinity'] as const;

/** Values that are not finite. */
export interface Marks {
  readonly x: Float64Array;
  /** How many values a mark stands for. */
  readonly count: Uint32Array;
  /** Places in {@link markKinds}. */
  readonly kind: Uint8Array;
}

/** Every point of a part in the range. */
export interface Points {
  readonly form: 'points';
  readonly superseded: boolean;
  readonly x: Float64Array;
  /** As recorded: NaN and infinities are in it, and in the marks. */
  readonly value: Float32Array;
  readonly smoothed: Float32Array | undefined;
  readonly marks: Marks;
}

/** Extremes of a part, by pixel column. */
export interface Buckets {
  readonly form: 'buckets';
  readonly superseded: boolean;
  /** x of the first and of the last point in each bucket. */
  readonly x: Float64Array;
  readonly lastX: Float64Array;
  /** Of the finite values; NaN where a bucket has none. */
  readonly minimum: Float32Array;
  readonly maximum: Float32Array;
  readonly first: Float32Array;
  readonly last: Float32Array;
  readonly count: Uint32Array;
  readonly smoothed: Float32Array | undefined;
  readonly marks: Marks;
}

/** One series of an answer: what its header says, with the columns of its parts. */
export type Series = Omit<SeriesHeader, 'parts'> & { readonly parts: readonly (Points | Buckets)[] };

/** Writes an answer, see the layout above. Columns must have the lengths that they say of each other. */
export function encodeScalars(series: readonly (Series | null)[]): Uint8Array<ArrayBuffer> {
  const header: ScalarsHeader = {
    series: series.map((one) => one && { ...one, parts: one.parts.map(headerOfPart) }),
  };
  const json = new TextEncoder().encode(JSON.stringify(header));
  const begin = roundUp(8 + json.length);
  const columns = series.flatMap((one) => one?.parts.flatMap(columnsOf) ?? []);
  const bytes = new Uint8Array(columns.reduce((sum, column) => sum + roundUp(column.byteLength), begin));
  const view = new DataView(bytes.buffer);
  view.setUint32(0, magic, true);
  view.setUint32(4, begin - 8, true);
  bytes.set(json, 8);
  bytes.fill(0x20, 8 + json.length, begin);
  let offset = begin;
  for (const column of columns) {
    bytes.set(new Uint8Array(column.buffer, column.byteOffset, column.byteLength), offset);
    offset += roundUp(column.byteLength);
  }
  return bytes;
}

/**
 * Reads an answer: null for series that are unchanged. Columns are copied, so that a series which is kept for long does not
 * keep the whole answer. The machine must be little-endian, as all that run browsers are.
 *
 * @throws FileError where these are no bytes of such an answer
 */
export function decodeScalars(buffer: ArrayBuffer): (Series | null)[] {
  const view = new DataView(buffer);
  if (buffer.byteLength < 8 || view.getUint32(0, true) !== magic) throw new FileError('/api/scalars', 'not an answer');
  const begin = 8 + view.getUint32(4, true);
  const header = JSON.parse(new TextDecoder().decode(new Uint8Array(buffer, 8, begin - 8))) as ScalarsHeader;
  let offset = begin;
  const take = (bytes: number) => {
    const at = offset;
    offset += roundUp(bytes);
    if (offset > buffer.byteLength) throw new FileError('/api/scalars', 'the answer is cut short');
    return at;
  };
  const doubles = (length: number) => new Float64Array(buffer, take(8 * length), length).slice();
  const floats = (length: number) => new Float32Array(buffer, take(4 * length), length).slice();
  const counts = (length: number) => new Uint32Array(buffer, take(4 * length), length).slice();
  const takePart = ({ superseded, form, rows, marks, smoothed }: PartHeader): Points | Buckets => {
    const takeEnd = () => ({
      smoothed: smoothed ? floats(rows) : undefined,
      marks: { x: doubles(marks), count: counts(marks), kind: new Uint8Array(buffer, take(marks), marks).slice() },
    });
    if (form === 'points') return { form, superseded, x: doubles(rows), value: floats(rows), ...takeEnd() };
    const places = { x: doubles(rows), lastX: doubles(rows) };
    const extremes = { minimum: floats(rows), maximum: floats(rows), first: floats(rows), last: floats(rows) };
    return { form, superseded, ...places, ...extremes, count: counts(rows), ...takeEnd() };
  };
  return header.series.map((one) => one && { ...one, parts: one.parts.map(takePart) });
}

const roundUp = (bytes: number): number => Math.ceil(bytes / 8) * 8;

function headerOfPart({ form, superseded, x, marks, smoothed }: Points | Buckets): PartHeader {
  return { form, superseded, rows: x.length, marks: marks.x.length, smoothed: smoothed !== undefined };
}

function columnsOf(part: Points | Buckets): (Float64Array | Float32Array | Uint32Array | Uint8Array)[] {
  const { smoothed, marks } = part;
  const body =
    part.form === 'points'
      ? [part.x, part.value]
      : [part.x, part.lastX, part.minimum, part.maximum, part.first, part.last, part.count];
  return [...body, ...(smoothed === undefined ? [] : [smoothed]), marks.x, marks.count, marks.kind];
}
