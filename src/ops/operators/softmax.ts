import { alongAxis, axisAttribute } from '../along-axis.ts';
import { arithmetic } from '../arithmetic.ts';
import { type Operator, random } from '../operator.ts';

/** Y = exp(X) / Σ exp(X) along an axis. */
export const softmax: Operator = {
  opType: 'Softmax',
  domain: '',
  inputs: ['input'],
  outputs: ['output'],
  attributes: axisAttribute,
  infer: (context) => [context.type(0)],
  gradient: ({ builder, context, outputs, cotangents }) => {
    const [y] = outputs;
    const { sub, mul } = arithmetic(builder, y!.dtype);
    const weighted = mul(cotangents[0]!, y!);
    const total = builder.op('ReduceSum', [weighted, builder.ints([context.int('axis')])]);
    return [sub(weighted, mul(y!, total))];
  },
  reference: (context, [x]) => [
    alongAxis(x!, context.int('axis'), (row) => {
      const greatest = row.reduce((a, b) => Math.max(a, b), Number.NEGATIVE_INFINITY);
      const powers = row.map((element) => Math.exp(element - greatest));
      const total = powers.reduce((a, b) => a + b, 0);
      return powers.map((power) => power / total);
    }),
  ],
  samples: [
    { inputs: [random([3, 4])] },
    { name: 'channels', inputs: [random([2, 3, 2, 2])], attributes: { axis: 1 } },
    { name: 'first axis', inputs: [random([3, 2])], attributes: { axis: 0 } },
    { name: 'large values', inputs: [random([2, 3], 900, 910)] },
  ],
};
