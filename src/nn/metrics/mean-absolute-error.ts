import type { Metric } from './metric.ts';
import { predictedNumbers } from './predicted-numbers.ts';

/** Mean of the absolute errors, in the targets' unit. */
export const meanAbsoluteError: Metric = {
  label: 'MAE',
  better: 'lower',
  targets: ['numbers'],
  byDefault: false,
  start() {
    let total = 0;
    let count = 0;
    return {
      add(batch) {
        const outputs = predictedNumbers(batch);
        for (let i = 0; i < outputs.length; i++) total += Math.abs(outputs[i]! - Number(batch.targets[i]));
        count += outputs.length;
      },
      result: () => total / count,
    };
  },
};
