import { hinge, shortfall } from './hinge.ts';
import type { Loss } from './loss.ts';

/** The mean of max(0, 1 − s x)² with s = −1 or 1 for the label, as Keras's `squared_hinge`. */
export const squaredHinge: Loss = {
  ...hinge,
  summary: 'squared hinge loss, for yes or no with a margin',
  write(builder, output, target) {
    const missing = shortfall(builder, output, target);
    return builder.op('ReduceMean', [builder.op('Mul', [missing, missing])], { keepdims: 0 });
  },
};
