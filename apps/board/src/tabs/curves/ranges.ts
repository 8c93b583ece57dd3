import type { Buckets, Points } from '../../api/contract.ts';
import type { Curve } from './curve.ts';

export type Range = readonly [from: number, to: number];

/** Smallest and largest x of all curves; on a logarithmic axis, of what is above 0. */
export function extentOf(curves: readonly Curve[], isLogarithmic: boolean): Range {
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  for (const { extent, parts } of curves) {
    if (extent === undefined) continue;
    high = Math.max(high, extent[1]);
    if (!isLogarithmic || extent[0] > 0) low = Math.min(low, extent[0]);
    else for (const { x } of parts) low = Math.min(low, x.find((value) => value > 0) ?? low);
  }
  if (isLogarithmic)
    return high > 0 && low < high ? [low, high] : high > 0 && high < Infinity ? [high / 2, high * 2] : [1, 10];
  if (low > high) return [0, 1];
  return low === high ? [low - 0.5, high + 0.5] : [low, high];
}

/** Smallest and largest finite value of what lies in a range of x, with room around it. */
export function valueRange(curves: readonly Curve[], [from, to]: Range, isLogarithmic: boolean): Range {
  const seen = { low: Number.POSITIVE_INFINITY, high: Number.NEGATIVE_INFINITY };
  const see = (value: number): void => {
    if (!Number.isFinite(value) || (isLogarithmic && value <= 0)) return;
    if (value < seen.low) seen.low = value;
    if (value > seen.high) seen.high = value;
  };
  for (const { parts } of curves) for (const part of parts) seePart(part, from, to, see);
  const { low, high } = seen;
  if (low > high) return isLogarithmic ? [0.1, 10] : [0, 1];
  if (isLogarithmic) {
    const room = (high / low) ** 0.04;
    return low === high ? [low / 2, high * 2] : [low / room, high * room];
  }
  const room = low === high ? Math.abs(low) * 0.1 || 0.5 : (high - low) * 0.04;
  return [low - room, high + room];
}

function seePart(part: Points | Buckets, from: number, to: number, see: (value: number) => void): void {
  const { x } = part;
  for (let i = 0; i < x.length; i++) {
    if (part.form === 'points') {
      if (x[i]! < from || x[i]! > to) continue;
      see(part.value[i]!);
    } else {
      if (part.lastX[i]! < from || x[i]! > to) continue;
      see(part.minimum[i]!);
      see(part.maximum[i]!);
      see(part.first[i]!);
      see(part.last[i]!);
    }
  }
}
