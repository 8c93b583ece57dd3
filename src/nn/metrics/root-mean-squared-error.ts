import type { Metric } from './metric.ts';
import { predictedNumbers } from './predicted-numbers.ts';

/** Square root of the mean squared error, in the targets' unit. */
export const rootMeanSquaredError: Metric = {
  label: 'RMSE',
  better: 'lower',
  targets: ['numbers'],
  byDefault: true,
  start() {
    let squares = 0;
    let count = 0;
    return {
      add(batch) {
        const outputs = predictedNumbers(batch);
        for (let i = 0; i < outputs.length; i++) squares += (outputs[i]! - Number(batch.targets[i])) ** 2;
        count += outputs.length;
      },
      result: () => Math.sqrt(squares / count),
    };
  },
};
