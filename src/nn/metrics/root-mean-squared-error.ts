import { meanSquaredError } from './mean-squared-error.ts';
import type { Metric } from './metric.ts';

/** Square root of the mean squared error, in the targets' unit. */
export const rootMeanSquaredError: Metric = {
  ...meanSquaredError,
  label: 'RMSE',
  byDefault: true,
  start() {
    const { add, result } = meanSquaredError.start();
    return { add, result: () => Math.sqrt(result()) };
  },
};
