import { unary } from '../elementwise.ts';
import { random } from '../operator.ts';
import { dataTypeNumbers } from './cast.ts';

/** Y = max(0, X). The gradient at 0 is 0, as in PyTorch; it is taken from Y, so that X need not be kept. */
export const relu = unary({
  opType: 'Relu',
  apply: (x) => (x > 0 ? x : Number.isNaN(x) ? x : 0),
  gradient: ({ builder }, dy, _x, y) => {
    const positive = builder.op('Greater', [y, builder.scalar(0, y.dtype)]);
    return builder.op('Mul', [dy, builder.op('Cast', [positive], { to: dataTypeNumbers[y.dtype] })]);
  },
  samples: [{ inputs: [random([3, 4])] }],
});
