import { forEachRow, largest, type ScoreRow } from './decisions.ts';
import type { Metric, MetricBatch } from './metric.ts';

/**
 * What Keras computes under the name `accuracy`, whatever the loss: by shapes it is the share of targets that equal 1 or 0
 * as their single output is above 0.5 or not, of targets that are the index of the largest output, or of rows whose largest
 * target and largest output are in the same place.
 */
export const kerasAccuracy: Metric = {
  label: 'accuracy as in Keras',
  better: 'higher',
  targets: ['classes', 'oneHot', 'binary', 'numbers'],
  byDefault: false,
  start() {
    let right = 0;
    let count = 0;
    return {
      add(batch) {
        forEachRow(batch, (row, index) => {
          if (isRight(batch, index, row)) right++;
          count++;
        });
      },
      result: () => right / count,
    };
  },
};

function isRight(batch: MetricBatch, index: number, row: ScoreRow): boolean {
  const { outputs, targets, targetKind, classes, width, givenTargets } = batch;
  if (classes === 1) return Number(targets[row.start]) === Number(outputs[row.start]! > 0.5);
  const given = largest(outputs, row);
  if (targetKind === 'classes') return Number(targets[index]) === given;
  const isIndex = givenTargets !== undefined && givenTargets * classes === width;
  return (isIndex ? Number(targets[row.start]) : largest(targets, row)) === given;
}
