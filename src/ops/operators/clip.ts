import { formatShape } from '../../core/index.ts';
import { arithmetic } from '../arithmetic.ts';
import { requireKind } from '../elementwise.ts';
import { type Operator, random, values } from '../operator.ts';

/**
 * Y = min(max(X, min), max); both bounds may be absent. As in PyTorch, the gradient flows where X lies within the bounds,
 * the bounds themselves included; a bound gets the gradient of the elements that it replaced.
 */
export const clip: Operator = {
  opType: 'Clip',
  domain: '',
  inputs: ['input', 'min?', 'max?'],
  outputs: ['output'],
  attributes: {},
  infer: (context) => {
    requireKind(context, 0, 'number');
    const type = context.type(0);
    for (const index of [1, 2]) {
      const bound = context.inputTypes[index];
      if (bound === undefined) continue;
      const scalar = bound.shape.length === 0 || (bound.shape.length === 1 && bound.shape[0] === 1);
      if (!scalar || bound.dtype !== type.dtype) {
        throw context.error(
          `input '${index === 1 ? 'min' : 'max'}' is ${bound.dtype} ${formatShape(bound.shape)}, expected a scalar of type ${type.dtype}`,
        );
      }
    }
    return [{ dtype: type.dtype, shape: type.shape }];
  },
  gradient: ({ builder, inputs, outputs, cotangents, needs }) => {
    const [x, low, high] = inputs;
    const dy = cotangents[0]!;
    const { above, mul, same, sub } = arithmetic(builder, dy.dtype);
    const tooHigh = () => above(low === undefined ? x! : builder.op('Max', [x!, low]), high!);
    const tooLow = () => {
      const below = above(low!, x!);
      return high === undefined ? below : mul(below, sub(1, tooHigh()));
    };
    return [
      needs(0) ? mul(dy, same(x!, outputs[0]!)) : undefined,
      needs(1) ? mul(dy, tooLow()) : undefined,
      needs(2) ? mul(dy, tooHigh()) : undefined,
    ];
  },
  reference: (_context, [x, low, high]) => {
    const least = low?.data[0] ?? Number.NEGATIVE_INFINITY;
    const greatest = high?.data[0] ?? Number.POSITIVE_INFINITY;
    return [{ ...x!, data: x!.data.map((element) => Math.min(Math.max(element, least), greatest)) }];
  },
  samples: [
    { name: 'both bounds', inputs: [elements(), values([], [-1]), values([], [0.8])] },
    { name: 'from below', inputs: [elements(), values([], [-0.5])] },
    { name: 'from above', inputs: [elements(), undefined, values([1], [0.5])] },
    { name: 'without bounds', inputs: [random([2, 3])] },
    { name: 'min above max', inputs: [elements(), values([], [1]), values([], [-0.75])] },
    {
      name: 'integers',
      inputs: [values([4], [-3, 0, 2, 9], 'int64'), values([], [-1], 'int64'), values([], [4], 'int64')],
    },
  ],
};

function elements() {
  return values([2, 3], [-1.7, -0.6, 0.2, 0.7, 1.1, 1.9]);
}
