import { variadic } from '../elementwise.ts';
import { random } from '../operator.ts';
import { shareAmongEqual } from '../share-among-equal.ts';

/** The smallest of the inputs, element by element; NaN where one is NaN. Inputs that tie share the gradient equally, as in PyTorch. */
export const min = variadic({
  opType: 'Min',
  apply: (elements) => Math.min(...elements),
  gradient: shareAmongEqual,
  samples: [
    { inputs: [random([2, 3]), random([2, 3])] },
    { name: 'broadcast both ways', inputs: [random([2, 1, 3]), random([4, 1])] },
    { name: 'one input', inputs: [random([3])] },
    { name: 'three inputs', inputs: [random([2, 3]), random([3]), random([2, 1])] },
  ],
});
