import { isFloat } from '../../core/index.ts';
import { arithmetic } from '../arithmetic.ts';
import { combine, inferBroadcast, requireKind } from '../elementwise.ts';
import { type Operator, values } from '../operator.ts';

/**
 * C = the rest of A / B, with broadcasting: of the sign of B, or of that of A where `fmod` is 1, which floating-point
 * numbers need. dA = dC, dB = −dC · (A − C) / B.
 */
export const mod: Operator = {
  opType: 'Mod',
  domain: '',
  inputs: ['A', 'B'],
  outputs: ['C'],
  attributes: { fmod: { type: 'int', default: 0 } },
  infer: (context) => {
    requireKind(context, 0, 'number');
    if (isFloat(context.type(0).dtype) && context.int('fmod') !== 1) {
      throw context.error(`takes the rest of ${context.type(0).dtype} with fmod 0, expected fmod 1`);
    }
    return [inferBroadcast(context, 2)];
  },
  gradient: ({ builder, inputs, outputs, cotangents, needs }) => {
    const [a, b] = inputs;
    const dy = cotangents[0]!;
    const { div, mul, sub } = arithmetic(builder, dy.dtype);
    return [dy, needs(1) ? builder.op('Neg', [mul(dy, div(sub(a!, outputs[0]!), b!))]) : undefined];
  },
  reference: (context, [a, b]) => {
    const fmod = context.int('fmod') === 1;
    return [combine([a!, b!], ([x, y]) => (fmod ? x! % y! : x! - Math.floor(x! / y!) * y!))];
  },
  samples: [
    {
      name: 'numbers',
      inputs: [values([2, 3], [5.3, -4.1, 7.7, 0.4, -0.9, 3.2]), values([3], [2, 1.5, -2.5])],
      attributes: { fmod: 1 },
    },
    { name: 'integers', inputs: [values([4], [7, -7, 7, -7], 'int64'), values([4], [3, 3, -3, -3], 'int64')] },
    {
      name: 'integers, sign of the dividend',
      inputs: [values([4], [7, -7, 7, -7], 'int64'), values([], [3], 'int64')],
      attributes: { fmod: 1 },
    },
  ],
};
