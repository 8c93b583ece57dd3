import { broadcastShapes, formatShape, sameShape } from '../../core/index.ts';
import { arithmetic } from '../arithmetic.ts';
import { combine, requireKind } from '../elementwise.ts';
import { type Operator, random, values } from '../operator.ts';

const elements = values([2, 3, 2], [-1.7, -0.9, -0.4, -0.1, 0.1, 0.5, 1.2, 1.9, -0.2, 0.3, -1.1, 0.8]);

/** Y = X where X > 0, else slope · X. The slope broadcasts to X: a slope per channel has shape [channels, 1, 1]. */
export const pRelu: Operator = {
  opType: 'PRelu',
  domain: '',
  inputs: ['X', 'slope'],
  outputs: ['Y'],
  attributes: {},
  infer: (context) => {
    requireKind(context, 0, 'number');
    const { dtype, shape } = context.type(0);
    const slope = context.type(1);
    if (slope.dtype !== dtype) throw context.error(`slope has type ${slope.dtype}, expected ${dtype}`);
    if (!sameShape(broadcastShapes(shape, slope.shape), shape)) {
      throw context.error(`slope ${formatShape(slope.shape)} does not broadcast to X ${formatShape(shape)}`);
    }
    return [{ dtype, shape }];
  },
  gradient: ({ builder, inputs, cotangents, needs }) => {
    const [x, slope] = inputs;
    const dy = cotangents[0]!;
    const { above, add, mul, sub } = arithmetic(builder, dy.dtype);
    const positive = above(x!, 0);
    const rest = sub(1, positive);
    return [
      needs(0) ? mul(dy, add(positive, mul(rest, slope!))) : undefined,
      needs(1) ? mul(dy, mul(rest, x!)) : undefined,
    ];
  },
  reference: (_context, [x, slope]) => [
    combine([x!, slope!], ([element, factor]) => (element! > 0 ? element! : element! * factor!)),
  ],
  samples: [
    { inputs: [elements, random([2, 3, 2])] },
    { name: 'slope per channel', inputs: [elements, random([3, 1])] },
    { name: 'one slope', inputs: [elements, random([])] },
  ],
};
