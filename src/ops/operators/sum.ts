import { variadic } from '../elementwise.ts';
import { random } from '../operator.ts';

/** Y = the sum of all inputs, with broadcasting. */
export const sum = variadic({
  opType: 'Sum',
  apply: (elements) => elements.reduce((total, element) => total + element, 0),
  gradient: ({ inputs }, dy) => inputs.map(() => dy),
  samples: [{ inputs: [random([2, 3]), random([3]), random([2, 1])] }, { name: 'one input', inputs: [random([3])] }],
});
