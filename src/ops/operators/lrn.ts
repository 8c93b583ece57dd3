import { formatShape } from '../../core/index.ts';
import type { GraphBuilder, NodeContext, Value } from '../../graph/index.ts';
import { alongAxis } from '../along-axis.ts';
import { arithmetic } from '../arithmetic.ts';
import { requireKind } from '../elementwise.ts';
import { type AxisResize, productAlongAxis } from '../interpolation.ts';
import { type Operator, random } from '../operator.ts';

/**
 * Local response normalisation: Y = X / S^beta with S = bias + alpha / size · Σ X² over the `size` channels around each.
 * dX = dY / S^beta − 2 alpha beta / size · X · Σ dY X / S^(beta + 1), the sum over the channels whose sum it is in.
 * Source: ONNX LRN-13; Krizhevsky, Sutskever and Hinton 2012, section 3.3.
 */
export const lrn: Operator = {
  opType: 'LRN',
  domain: '',
  inputs: ['X'],
  outputs: ['Y'],
  attributes: {
    alpha: { type: 'float', default: 1e-4 },
    beta: { type: 'float', default: 0.75 },
    bias: { type: 'float', default: 1 },
    size: { type: 'int', required: true },
  },
  infer: (context) => {
    requireKind(context, 0, 'float');
    const shape = context.shape(0);
    if (shape.length < 3 || context.int('size') < 1) {
      throw context.error(
        `X has shape ${formatShape(shape)} and size is ${context.int('size')}, expected [batch, channels, ...spatial] and at least 1`,
      );
    }
    return [context.type(0)];
  },
  gradient: ({ builder, context, inputs, cotangents }) => {
    const x = inputs[0]!;
    const dy = cotangents[0]!;
    const { add, div, mul, sub } = arithmetic(builder, x.dtype);
    const beta = context.float('beta');
    const share = context.float('alpha') / context.int('size');
    const sums = add(mul(overNeighbours(builder, context, mul(x, x), false), share), context.float('bias'));
    const direct = mul(dy, builder.op('Pow', [sums, builder.scalar(-beta, x.dtype)]));
    const indirect = overNeighbours(builder, context, div(mul(direct, x), sums), true);
    return [sub(direct, mul(mul(x, indirect), 2 * beta * share))];
  },
  reference: (context, [x]) => {
    const share = context.float('alpha') / context.int('size');
    return [
      alongAxis(x!, 1, (row) =>
        row.map((element, channel) => {
          const sum = neighbours(context, channel, row.length).reduce((total, c) => total + row[c]! ** 2, 0);
          return element / (context.float('bias') + share * sum) ** context.float('beta');
        }),
      ),
    ];
  },
  samples: [
    { inputs: [random([2, 5, 2, 3])], attributes: { size: 3, alpha: 0.5 } },
    { name: 'sequences', inputs: [random([1, 4, 3])], attributes: { size: 3, alpha: 0.9 } },
    { name: 'even size', inputs: [random([1, 6, 2, 2])], attributes: { size: 4, alpha: 0.9, beta: 0.5, bias: 2 } },
    { name: 'more than there are', inputs: [random([1, 2, 2, 2])], attributes: { size: 5, alpha: 0.2 } },
  ],
};

/** The channels that count for one: as many before it as behind it, or one more behind. */
function neighbours(context: NodeContext, channel: number, channels: number): number[] {
  const size = context.int('size');
  const first = Math.max(channel - Math.floor((size - 1) / 2), 0);
  const last = Math.min(channel + Math.ceil((size - 1) / 2), channels - 1);
  return Array.from({ length: last - first + 1 }, (_, i) => first + i);
}

/** Sums a value over the channels around each, or, transposed, over those that it is around. */
function overNeighbours(builder: GraphBuilder, context: NodeContext, value: Value, transposed: boolean): Value {
  const channels = context.concreteShape(0)[1]!;
  const taps = Array.from({ length: channels }, (_, channel) =>
    neighbours(context, channel, channels).map((c) => [c, 1] as const),
  );
  const band: AxisResize = { axis: 1, from: channels, to: channels, taps };
  return productAlongAxis(builder, value, band, transposed);
}
