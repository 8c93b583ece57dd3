/** How values are placed along an axis. */
export interface Axis {
  readonly least: number;
  readonly most: number;
  readonly isLogarithmic: boolean;
  /** 0 for the least value, 1 for the most. */
  shareOf(value: number): number;
}

/** From so large a ratio on, values are better told apart by their logarithms. */
const ratioForLogarithms = 20;

/** An axis over all finite values; undefined where there is none. Nothing is clipped: the ends are the values' own. */
export function axisOver(values: readonly number[], { fromZero = false } = {}): Axis | undefined {
  const finite = values.filter(Number.isFinite);
  if (finite.length === 0) return undefined;
  const least = Math.min(...finite, ...(fromZero ? [0] : []));
  const most = Math.max(...finite);
  const isLogarithmic = least > 0 && most / least > ratioForLogarithms;
  const scale = isLogarithmic ? Math.log : (value: number) => value;
  const range = scale(most) - scale(least);
  return {
    least,
    most,
    isLogarithmic,
    shareOf: (value) => (range === 0 ? 0.5 : (scale(value) - scale(least)) / range),
  };
}
