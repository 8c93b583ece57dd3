import type { Metric } from './metric.ts';

/** Square root of the mean squared error, in the targets' unit. */
export const rootMeanSquaredError: Metric = {
  label: 'RMSE',
  better: 'lower',
  targets: ['numbers'],
  start() {
    let squares = 0;
    let count = 0;
    return {
      add({ outputs, targets }) {
        for (let i = 0; i < outputs.length; i++) squares += (outputs[i]! - Number(targets[i])) ** 2;
        count += outputs.length;
      },
      result: () => Math.sqrt(squares / count),
    };
  },
};
