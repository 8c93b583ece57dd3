import { normalizeAxis } from '../../core/index.ts';
import { alongAxis, axisAttribute } from '../along-axis.ts';
import { requireKind } from '../elementwise.ts';
import { type Operator, random, values } from '../operator.ts';

/** 1 at the largest element of each row along an axis, of several at the first, and 0 elsewhere. */
export const hardmax: Operator = {
  opType: 'Hardmax',
  domain: '',
  inputs: ['input'],
  outputs: ['output'],
  attributes: axisAttribute,
  infer: (context) => {
    requireKind(context, 0, 'float');
    normalizeAxis(context.int('axis'), context.rank(0));
    return [context.type(0)];
  },
  gradient: 'zero',
  reference: (context, [x]) => [
    alongAxis(x!, context.int('axis'), (row) => {
      const largest = row.indexOf(row.reduce((most, element) => Math.max(most, element), Number.NEGATIVE_INFINITY));
      return row.map((_, i) => (i === largest ? 1 : 0));
    }),
  ],
  samples: [
    { inputs: [random([3, 4])] },
    { name: 'channels', inputs: [random([2, 3, 2])], attributes: { axis: 1 } },
    { name: 'ties', inputs: [values([2, 3], [1, 2, 2, 0, 0, 0])] },
  ],
};
