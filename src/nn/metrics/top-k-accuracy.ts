import { forEachClassified } from './decisions.ts';
import type { Metric } from './metric.ts';

const k = 5;

/**
 * Share of what has its class among the five largest outputs, as Keras's `TopKCategoricalAccuracy`. Of equal outputs the
 * first classes come first; an output that is NaN is never among them.
 */
export const topKAccuracy: Metric = {
  label: `top-${k} accuracy`,
  better: 'higher',
  targets: ['classes', 'oneHot'],
  byDefault: false,
  start() {
    let right = 0;
    let count = 0;
    return {
      add(batch) {
        const { outputs } = batch;
        forEachClassified(batch, ({ start, stride, length }, expected) => {
          const score = outputs[start + expected * stride]!;
          let before = 0;
          for (let index = 0; index < length; index++) {
            const other = outputs[start + index * stride]!;
            if (other > score || (other === score && index < expected)) before++;
          }
          if (before < k && !Number.isNaN(score)) right++;
          count++;
        });
      },
      result: () => right / count,
    };
  },
};
