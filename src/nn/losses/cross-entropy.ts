import { meanOfClasses } from './class-weights.ts';
import type { Loss } from './loss.ts';

/** Softmax cross-entropy of logits `[batch, classes, ...]` against class indices `[batch, ...]`, averaged. */
export const crossEntropy: Loss = {
  summary: 'softmax cross-entropy of logits, for one class out of several',
  target: 'classes',
  output: 'logits',
  terms: 'rows',
  takesClassWeights: true,
  targetType: ({ shape }) => ({ dtype: 'int64', shape: [shape[0]!, ...shape.slice(2)] }),
  write: meanOfClasses,
};
