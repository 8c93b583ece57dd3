import type { Buckets, Points } from '../../api/contract.ts';
import { lastAtMost } from './curve.ts';

/** The last x of each row of a part. */
export const endsOf = (part: Points | Buckets): Float64Array => (part.form === 'buckets' ? part.lastX : part.x);

interface Value {
  readonly value: number;
  readonly smoothed: number;
  readonly low: number;
  readonly high: number;
}

/** A member's value at a place, on the straight line between its neighbours; none outside of it or beside a NaN. */
export function valueAt(part: Points | Buckets, x: number): Value | undefined {
  const places = endsOf(part);
  const column = part.form === 'buckets' ? part.last : part.value;
  const before = lastAtMost(places, x);
  if (before < 0) return undefined;
  const isExact = places[before] === x;
  if (!isExact && before + 1 >= places.length) return undefined;
  const after = isExact ? before : before + 1;
  const share = isExact ? 0 : (x - places[before]!) / (places[after]! - places[before]!);
  const between = (values: Float32Array): number => values[before]! + share * (values[after]! - values[before]!);
  const value = between(column);
  if (!Number.isFinite(value)) return undefined;
  const smoothed = part.smoothed === undefined ? value : between(part.smoothed);
  if (part.form === 'points') return { value, smoothed, low: value, high: value };
  const low = Math.min(value, part.minimum[after]!);
  const high = Math.max(value, part.maximum[after]!);
  return { value, smoothed, low, high };
}
