import type { Metric } from './metric.ts';
import { predictedNumbers } from './predicted-numbers.ts';

/**
 * Coefficient of determination, 1 − (squared error) / (squared deviation from the mean), averaged over the outputs: 1 is
 * perfect, 0 no better than the mean. An output whose target never changes counts 1 where it is met exactly, else 0.
 */
export const rSquared: Metric = {
  label: 'R²',
  better: 'higher',
  targets: ['numbers'],
  byDefault: true,
  start() {
    let columns: { count: number; mean: number; deviation: number; error: number }[] = [];
    return {
      add(batch) {
        const { samples, width, targets } = batch;
        const outputs = predictedNumbers(batch);
        if (columns.length === 0) {
          columns = Array.from({ length: width }, () => ({ count: 0, mean: 0, deviation: 0, error: 0 }));
        }
        for (let sample = 0; sample < samples; sample++) {
          for (let i = 0; i < width; i++) {
            const column = columns[i]!;
            const target = Number(targets[sample * width + i]);
            column.error += (outputs[sample * width + i]! - target) ** 2;
            column.count++;
            const delta = target - column.mean;
            column.mean += delta / column.count;
            column.deviation += delta * (target - column.mean);
          }
        }
      },
      result() {
        const scores = columns.map(({ deviation, error }) =>
          deviation > 0 ? 1 - error / deviation : error === 0 ? 1 : 0,
        );
        return scores.reduce((sum, score) => sum + score, 0) / scores.length;
      },
    };
  },
};
