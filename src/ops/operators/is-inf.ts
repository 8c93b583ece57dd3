import { unary } from '../elementwise.ts';
import { values } from '../operator.ts';

const unbounded = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, Number.NaN, 1];

/** Y = whether X is infinite, of the signs asked for. */
export const isInf = unary({
  opType: 'IsInf',
  attributes: { detect_negative: { type: 'int', default: 1 }, detect_positive: { type: 'int', default: 1 } },
  apply: (x, context) =>
    (x === Number.POSITIVE_INFINITY && context.int('detect_positive') === 1) ||
    (x === Number.NEGATIVE_INFINITY && context.int('detect_negative') === 1)
      ? 1
      : 0,
  result: 'bool',
  gradient: 'zero',
  samples: [
    { inputs: [values([4], unbounded)] },
    { name: 'positive only', inputs: [values([4], unbounded)], attributes: { detect_negative: 0 } },
    { name: 'negative only', inputs: [values([4], unbounded)], attributes: { detect_positive: 0 } },
  ],
});
