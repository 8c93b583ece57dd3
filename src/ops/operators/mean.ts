import { arithmetic } from '../arithmetic.ts';
import { variadic } from '../elementwise.ts';
import { random } from '../operator.ts';

/** Y = the mean of all inputs, with broadcasting. */
export const mean = variadic({
  opType: 'Mean',
  apply: (elements) => elements.reduce((total, element) => total + element, 0) / elements.length,
  gradient: ({ builder, inputs }, dy) => {
    const { div } = arithmetic(builder, dy.dtype);
    const share = div(dy, inputs.length);
    return inputs.map(() => share);
  },
  samples: [{ inputs: [random([2, 3]), random([3]), random([2, 1])] }, { name: 'one input', inputs: [random([3])] }],
});
