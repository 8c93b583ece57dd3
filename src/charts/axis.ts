/** How values are placed along an axis; `automatic` takes logarithms of positive values that span more than a factor of 20. */
export type ScaleName = 'linear' | 'logarithmic' | 'automatic';

/** Places of values along an axis. */
export interface Axis {
  readonly least: number;
  readonly most: number;
  readonly isLogarithmic: boolean;
  /** 0 for the least value, 1 for the most; NaN or infinite for what has no place. */
  shareOf(value: number): number;
}

/** From so large a ratio on, values are better told apart by their logarithms. */
const ratioForLogarithms = 20;

/** What an axis is made of. */
export interface AxisOptions {
  readonly scale?: ScaleName | undefined;
  /** Whether the axis begins at 0. */
  readonly fromZero?: boolean | undefined;
  /** Room at both ends, as a share of the range of values. */
  readonly padding?: number | undefined;
}

/**
 * An axis over all finite values of some arrays, for a logarithmic one over the positive ones; undefined where there is
 * none. Nothing is clipped. A logarithmic axis that has no positive value becomes linear.
 */
export function axisOver(arrays: readonly ArrayLike<number>[], options: AxisOptions = {}): Axis | undefined {
  const { scale = 'automatic', fromZero = false, padding = 0 } = options;
  const all = extentOf(arrays, Number.NEGATIVE_INFINITY);
  if (all === undefined) return undefined;
  const positive = scale === 'logarithmic' ? extentOf(arrays, 0) : undefined;
  if (positive !== undefined) return logarithmicAxis(positive, padding);
  const extent = fromZero ? { least: Math.min(0, all.least), most: Math.max(0, all.most) } : all;
  const isWide = scale === 'automatic' && extent.least > 0 && extent.most / extent.least > ratioForLogarithms;
  return isWide ? logarithmicAxis(extent, padding) : linearAxis(extent, padding, fromZero);
}

interface Extent {
  readonly least: number;
  readonly most: number;
}

/** The range of the finite values above a floor. */
function extentOf(arrays: readonly ArrayLike<number>[], floor: number): Extent | undefined {
  let least = Number.POSITIVE_INFINITY;
  let most = Number.NEGATIVE_INFINITY;
  for (const values of arrays) {
    for (let i = 0; i < values.length; i++) {
      const value = values[i]!;
      if (!(value > floor) || value === Number.POSITIVE_INFINITY) continue;
      if (value < least) least = value;
      if (value > most) most = value;
    }
  }
  return least > most ? undefined : { least, most };
}

function linearAxis({ least, most }: Extent, padding: number, fromZero: boolean): Axis {
  const largest = Number.MAX_VALUE;
  const room = padding * Math.min(most - least, largest);
  const from = fromZero && least === 0 ? 0 : Math.max(least - room, -largest);
  const to = fromZero && most === 0 ? 0 : Math.min(most + room, largest);
  // Halves, because the range of two finite numbers may be infinite.
  const range = to / 2 - from / 2;
  return {
    least: from,
    most: to,
    isLogarithmic: false,
    shareOf: (value) => (range === 0 && Number.isFinite(value) ? 0.5 : (value / 2 - from / 2) / range),
  };
}

function logarithmicAxis({ least, most }: Extent, padding: number): Axis {
  const room = padding * (Math.log(most) - Math.log(least));
  const from = Math.log(least) - room;
  const range = Math.log(most) + room - from;
  const clamped = (logarithm: number) => Math.min(Math.max(Math.exp(logarithm), Number.MIN_VALUE), Number.MAX_VALUE);
  return {
    least: room === 0 ? least : clamped(from),
    most: room === 0 ? most : clamped(from + range),
    isLogarithmic: true,
    shareOf: (value) => (range === 0 && value > 0 && Number.isFinite(value) ? 0.5 : (Math.log(value) - from) / range),
  };
}
