import { forEachAnswer, forEachClassified, largest } from './decisions.ts';
import type { Metric } from './metric.ts';

/**
 * Share of what is classified right: the class of the largest output, or for yes-or-no outputs each on the right side of
 * the boundary. An output that is NaN is wrong.
 */
export const accuracy: Metric = {
  label: 'accuracy',
  better: 'higher',
  targets: ['classes', 'oneHot', 'binary'],
  byDefault: true,
  start() {
    let right = 0;
    let count = 0;
    return {
      add(batch) {
        if (batch.targetKind === 'binary') {
          forEachAnswer(batch, (given, expected) => {
            if (given === expected) right++;
            count++;
          });
          return;
        }
        forEachClassified(batch, (row, expected) => {
          if (largest(batch.outputs, row) === expected) right++;
          count++;
        });
      },
      result: () => right / count,
    };
  },
};
