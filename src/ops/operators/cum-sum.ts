import { normalizeAxis, stridesOf } from '../../core/index.ts';
import type { NodeContext } from '../../graph/index.ts';
import { requireKind } from '../elementwise.ts';
import { constantInts, type Operator, random } from '../operator.ts';
import { generate } from '../reference-tensor.ts';

/** Running sum along an axis; `exclusive` leaves the element itself out, `reverse` sums from the end. */
export const cumSum: Operator = {
  opType: 'CumSum',
  domain: '',
  inputs: ['x', 'axis'],
  outputs: ['y'],
  attributes: { exclusive: { type: 'int', default: 0 }, reverse: { type: 'int', default: 0 } },
  infer: (context) => {
    requireKind(context, 0, 'number');
    const { dtype, shape } = context.type(0);
    axisOf(context);
    return [{ dtype, shape }];
  },
  gradient: ({ builder, context, inputs, cotangents }) => {
    const attributes = { exclusive: context.int('exclusive'), reverse: 1 - context.int('reverse') };
    return [builder.op('CumSum', [cotangents[0], inputs[1]], attributes)];
  },
  reference: (context, [x]) => {
    const axis = axisOf(context);
    const stride = stridesOf(x!.shape)[axis]!;
    const last = x!.shape[axis]! - 1;
    const exclusive = context.int('exclusive');
    const reverse = context.int('reverse') === 1;
    return [
      generate(x!.dtype, x!.shape, (index, flat) => {
        const own = index[axis]!;
        const from = reverse ? own + exclusive : 0;
        const to = reverse ? last : own - exclusive;
        let sum = 0;
        for (let position = from; position <= to; position++) sum += x!.data[flat + (position - own) * stride]!;
        return sum;
      }),
    ];
  },
  samples: [
    { inputs: [random([2, 3]), axisInput(0)] },
    { name: 'negative axis, exclusive', inputs: [random([2, 4]), axisInput(-1)], attributes: { exclusive: 1 } },
    { name: 'reverse', inputs: [random([2, 3, 2]), axisInput(1)], attributes: { reverse: 1 } },
    { name: 'reverse, exclusive', inputs: [random([4]), axisInput(0)], attributes: { reverse: 1, exclusive: 1 } },
  ],
};

function axisOf(context: NodeContext): number {
  const [axis, ...rest] = context.constantNumbers(1)!;
  if (axis === undefined || rest.length > 0) throw context.error('expected one axis');
  return normalizeAxis(axis, context.rank(0));
}

function axisInput(axis: number) {
  return { ...constantInts(axis), shape: [] };
}
