import { UsageError } from '../../core/index.ts';
import type { Handler, StatisticsRequest } from '../events.ts';

/** Options of {@link statistics}. */
export interface StatisticsOptions extends Omit<StatisticsRequest, 'every'> {
  /** Steps from one look to the next; the first step is always looked into. Default 50. */
  readonly every?: number;
}

/**
 * Looks into the training every so many steps: what each layer puts out, gradients, updates. The parameters that training
 * arrives at are the same, bit by bit.
 *
 * @example
 * const handler = statistics({ every: 50, onStatistics: ({ step, layers }) => show(step, layers) });
 *
 * @throws UsageError where `every` is no positive integer or the number of bins is negative
 */
export function statistics({ every = 50, histogramBins = 0, onStatistics }: StatisticsOptions): Handler {
  for (const [name, number, least] of [
    ['every', every, 1],
    ['histogramBins', histogramBins, 0],
  ] as const) {
    if (!Number.isInteger(number) || number < least) {
      throw new UsageError(`statistics: ${name} is ${number}, expected an integer of at least ${least}`);
    }
  }
  return { statistics: { every, histogramBins, onStatistics } };
}
