import type { FieldStatistics } from '../../data/index.ts';

/** The largest size of a mean, or the largest deviation, over all entries of a field. */
export function largestScale({ mean, standardDeviation }: FieldStatistics): number {
  let worst = 0;
  for (let i = 0; i < mean.length; i++) worst = Math.max(worst, Math.abs(mean[i]!), standardDeviation[i]!);
  return worst;
}
