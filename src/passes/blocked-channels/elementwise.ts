import { elementCount, sameShape } from '../../core/index.ts';
import type { PlainAttributes } from '../../graph/index.ts';
import { channelBlock } from '../../ops/index.ts';
import type { BlockedOperator } from './blocked-operator.ts';

/** Functions of single elements, to which their order is nothing: computed in blocks where an input lies in blocks. */
export const blockedElementwise: BlockedOperator = {
  opTypes: [
    'Abs',
    'Add',
    'And',
    'Cast',
    'Clip',
    'Div',
    'Elu',
    'Equal',
    'Exp',
    'Gelu',
    'Greater',
    'GreaterOrEqual',
    'HardSigmoid',
    'HardSwish',
    'LeakyRelu',
    'Less',
    'LessOrEqual',
    'Mul',
    'Neg',
    'Not',
    'Relu',
    'Sigmoid',
    'Softplus',
    'Sub',
    'Sum',
    'Tanh',
    'Where',
  ],
  applies: (context, inputs) => {
    const shapes = context.inputTypes.map((type) => type?.shape as number[] | undefined);
    const image = shapes.find((shape, input) => shape !== undefined && inputs.isBlocked(input));
    return (
      image !== undefined &&
      image[1]! % channelBlock === 0 &&
      shapes.every((shape) => shape === undefined || elementCount(shape) === 1 || sameShape(shape, image))
    );
  },
  write: (builder, inputs, context) => {
    const attributes = Object.fromEntries(
      Object.entries(context.node.attributes).map(([name, { value }]): [string, PlainAttributes[string]] => [
        name,
        value,
      ]),
    );
    const operands = context.inputTypes.map((type, input) => {
      if (type === undefined) return undefined;
      return elementCount(type.shape as number[]) === 1 ? inputs.plain(input) : inputs.blocked(input);
    });
    return [{ blocked: builder.op(context.node.opType, operands, attributes) }];
  },
};
