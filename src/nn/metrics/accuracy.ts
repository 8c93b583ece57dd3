import type { Metric } from './metric.ts';

/** Share of samples whose class is right: the largest logit, or for yes-or-no outputs a logit on the right side of 0. */
export const accuracy: Metric = {
  label: 'accuracy',
  better: 'higher',
  targets: ['classes', 'oneHot', 'binary'],
  start() {
    let right = 0;
    let count = 0;
    return {
      add({ samples, width, outputs, targets, targetKind }) {
        if (targetKind === 'binary') {
          for (let i = 0; i < outputs.length; i++) if (outputs[i]! > 0 === Number(targets[i]) > 0.5) right++;
          count += outputs.length;
          return;
        }
        for (let sample = 0; sample < samples; sample++) {
          const start = sample * width;
          const expected = targetKind === 'classes' ? Number(targets[sample]) : largest(targets, start, width);
          if (largest(outputs, start, width) === expected) right++;
        }
        count += samples;
      },
      result: () => right / count,
    };
  },
};

/** Index of the largest of `width` numbers; NaN is never the largest, and −1 stands for no number at all. */
function largest(values: Float32Array | BigInt64Array, start: number, width: number): number {
  let best = -1;
  let most = Number.NEGATIVE_INFINITY;
  for (let i = 0; i < width; i++) {
    const value = Number(values[start + i]);
    if (value > most || (best < 0 && value === most)) {
      most = value;
      best = i;
    }
  }
  return best;
}
