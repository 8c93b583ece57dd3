import type { Metric } from './metric.ts';
import { predictedNumbers } from './predicted-numbers.ts';

/** Mean of the squared errors, in the square of the targets' unit. */
export const meanSquaredError: Metric = {
  label: 'MSE',
  better: 'lower',
  targets: ['numbers'],
  byDefault: false,
  start() {
    let squares = 0;
    let count = 0;
    return {
      add(batch) {
        const outputs = predictedNumbers(batch);
        for (let i = 0; i < outputs.length; i++) squares += (outputs[i]! - Number(batch.targets[i])) ** 2;
        count += outputs.length;
      },
      result: () => squares / count,
    };
  },
};
