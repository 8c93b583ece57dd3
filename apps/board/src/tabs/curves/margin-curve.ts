import type { Buckets, Points } from '../../api/contract.ts';
import type { Curve } from './curve.ts';
import { endsOf, valueAt } from './value-at.ts';

/** The part that is drawn firmly: what restarts superseded has no margin. */
const partOf = ({ parts }: Curve): Points | Buckets | undefined =>
  parts.find(({ superseded, x }) => !superseded && x.length > 0);

/** A value with the ends of its margin, which are scalars of their own; without them, the value alone. */
export function marginCurve(value: Curve, lower: Curve | undefined, upper: Curve | undefined): Curve {
  const part = partOf(value);
  const low = lower && partOf(lower);
  const high = upper && partOf(upper);
  if (part === undefined || low === undefined || high === undefined) return value;
  const places = endsOf(part);
  const rows = places.length;
  const middle = part.form === 'buckets' ? part.last : part.value;
  const minimum = new Float32Array(rows).fill(Number.NaN);
  const maximum = new Float32Array(rows).fill(Number.NaN);
  for (let row = 0; row < rows; row++) {
    const ends = [low, high].flatMap((end) => valueAt(end, places[row]!) ?? []);
    if (ends.length < 2) continue;
    // The value's own extremes belong to the band: a spike may leave its margin.
    const own = part.form === 'buckets' ? [part.minimum[row]!, part.maximum[row]!] : [middle[row]!];
    const all = [...own.filter(Number.isFinite), ...ends.flatMap((end) => [end.low, end.high])];
    minimum[row] = Math.min(...all);
    maximum[row] = Math.max(...all);
  }
  const margin: Buckets = {
    form: 'buckets',
    superseded: false,
    x: part.x,
    lastX: places,
    minimum,
    maximum,
    first: middle,
    last: middle,
    count: part.form === 'buckets' ? part.count : new Uint32Array(rows).fill(1),
    smoothed: part.smoothed,
    marks: part.marks,
  };
  return { ...value, style: 'margin', parts: [margin, ...value.parts.filter((one) => one !== part)] };
}
