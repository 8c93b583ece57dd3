import { type Dimension, fromNumbers, normalizeAxis } from '../../core/index.ts';
import { arithmetic } from '../arithmetic.ts';
import { type Operator, random, values } from '../operator.ts';
import { generate } from '../reference-tensor.ts';

/**
 * Inserts an axis of length `depth` at which each index holds `values[1]` at its own position and `values[0]` elsewhere.
 * Negative indices count from the end; an index out of range holds `values[0]` everywhere.
 */
export const oneHot: Operator = {
  opType: 'OneHot',
  domain: '',
  inputs: ['indices', 'depth', 'values'],
  outputs: ['output'],
  attributes: { axis: { type: 'int', default: -1 } },
  infer: (context) => {
    const [depth, ...rest] = context.constantNumbers(1)!;
    if (depth === undefined || rest.length > 0 || depth < 1)
      throw context.error(`depth is ${depth}, expected one number`);
    const shape: Dimension[] = [...context.shape(0)];
    shape.splice(normalizeAxis(context.int('axis'), shape.length + 1), 0, depth);
    return [{ dtype: context.type(2).dtype, shape }];
  },
  gradient: ({ builder, context, inputs, cotangents }) => {
    const dy = cotangents[0]!;
    const { mul, sub } = arithmetic(builder, dy.dtype);
    const total = (value: typeof dy) =>
      builder.op('Reshape', [builder.op('ReduceSum', [value], { keepdims: 0 }), builder.ints([1])]);
    const zeroOne = builder.constant(fromNumbers(dy.dtype, [2], [0, 1]));
    const hot = builder.op('OneHot', [inputs[0], inputs[1], zeroOne], { axis: context.int('axis') });
    const on = total(mul(dy, hot));
    return [undefined, undefined, builder.op('Concat', [sub(total(dy), on), on], { axis: 0 })];
  },
  reference: (context, [indices, , pair]) => {
    const [type] = oneHot.infer(context);
    const shape = type!.shape as number[];
    const axis = normalizeAxis(context.int('axis'), shape.length);
    const depth = shape[axis]!;
    const inner = shape.slice(axis + 1).reduce((product, length) => product * length, 1);
    return [
      generate(pair!.dtype, shape, (index, flat) => {
        const own = Math.floor(flat / (inner * depth)) * inner + (flat % inner);
        const hot = indices!.data[own]!;
        return pair!.data[(hot < 0 ? hot + depth : hot) === index[axis] ? 1 : 0]!;
      }),
    ];
  },
  samples: [
    { inputs: [values([4], [0, 2, -1, 5], 'int64'), { ...values([], [3], 'int64'), constant: true }, random([2])] },
    {
      name: 'first axis',
      inputs: [
        values([2, 2], [0, 1, 2, 1], 'int64'),
        { ...values([1], [3], 'int64'), constant: true },
        values([2], [0, 1]),
      ],
      attributes: { axis: 0 },
    },
  ],
};
