import { arithmetic } from '../arithmetic.ts';
import { unary } from '../elementwise.ts';
import { errorFunction } from '../error-function.ts';
import { random } from '../operator.ts';

/** Y = erf X, the error function. dX = dY · 2/√π · e^(−X²). */
export const erf = unary({
  opType: 'Erf',
  apply: errorFunction,
  gradient: ({ builder }, dy, x) => {
    const { mul } = arithmetic(builder, x.dtype);
    const density = builder.op('Exp', [builder.op('Neg', [mul(x, x)])]);
    return mul(dy, mul(density, 2 / Math.sqrt(Math.PI)));
  },
  samples: [{ inputs: [random([3, 4])] }],
});
