import { shortNumber } from '../../lib/numbers-as-text.ts';

/** A score in the words of its metric: accuracies in percent, R² as a number; differences with their sign. */
export function scoreText(score: number, metric: string, isDifference = false): string {
  const sign = isDifference && score > 0 ? '+' : '';
  if (!Number.isFinite(score)) return 'not finite';
  if (metric === 'accuracy') return `${sign}${shortNumber(Number((100 * score).toFixed(1)))} %`;
  return `${metric === 'r2' && !isDifference ? 'R² ' : ''}${sign}${shortNumber(score, 3)}`;
}
