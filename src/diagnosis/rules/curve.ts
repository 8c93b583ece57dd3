import type { TrialResult } from '../trials/trial.ts';

/** Share of the whole fall of the loss that falls in the last quarter of the epochs; undefined without four epochs or a fall. */
export function fallAtEnd({ losses }: TrialResult): number | undefined {
  const [first, last] = [losses[0], losses.at(-1)];
  const threeQuarters = losses[Math.floor((3 * losses.length) / 4) - 1];
  if (losses.length < 4 || first === undefined || last === undefined || threeQuarters === undefined) return undefined;
  return first > last ? (threeQuarters - last) / (first - last) : undefined;
}

/** Highest loss of a training over its first one, step by step at the beginning and then epoch by epoch. */
export function highestLoss({ earlyLosses = [], losses }: TrialResult): number {
  const first = earlyLosses[0] ?? losses[0];
  return first === undefined || !(first > 0) ? 1 : Math.max(...earlyLosses, ...losses) / first;
}

/** Last loss of a training over its first one; undefined where nothing was trained. */
export function lastLoss({ earlyLosses = [], losses }: TrialResult): number | undefined {
  const [first, last] = [earlyLosses[0] ?? losses[0], losses.at(-1)];
  return first === undefined || last === undefined || !(first > 0) ? undefined : last / first;
}
