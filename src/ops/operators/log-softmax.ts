import type { GraphBuilder, Value } from '../../graph/index.ts';
import { alongAxis, axisAttribute } from '../along-axis.ts';
import { arithmetic } from '../arithmetic.ts';
import { type Operator, random } from '../operator.ts';

/** Y = X − log Σ exp(X) along an axis. */
export const logSoftmax: Operator = {
  opType: 'LogSoftmax',
  domain: '',
  inputs: ['input'],
  outputs: ['output'],
  attributes: axisAttribute,
  infer: (context) => [context.type(0)],
  gradient: ({ builder, context, outputs, cotangents }) => [
    logSoftmaxGradient(builder, cotangents[0]!, outputs[0]!, context.int('axis')),
  ],
  reference: (context, [x]) => [alongAxis(x!, context.int('axis'), logSoftmaxOf)],
  samples: [
    { inputs: [random([3, 4])] },
    { name: 'channels', inputs: [random([2, 3, 2, 2])], attributes: { axis: 1 } },
    { name: 'first axis', inputs: [random([3, 2])], attributes: { axis: 0 } },
    { name: 'large values', inputs: [random([2, 3], 900, 910)] },
  ],
};

/** The log-softmax of one row. */
export function logSoftmaxOf(row: Float64Array): Float64Array {
  const greatest = row.reduce((a, b) => Math.max(a, b), Number.NEGATIVE_INFINITY);
  const total = row.reduce((sum, element) => sum + Math.exp(element - greatest), 0);
  return row.map((element) => element - greatest - Math.log(total));
}

/** Writes the gradient of Y = log softmax(X) along an axis: dX = dY − exp(Y) · Σ dY. */
export function logSoftmaxGradient(builder: GraphBuilder, dy: Value, y: Value, axis: number): Value {
  const { sub, mul } = arithmetic(builder, y.dtype);
  return sub(dy, mul(builder.op('Exp', [y]), builder.op('ReduceSum', [dy, builder.ints([axis])])));
}
