import type { Lowering } from './lowering.ts';

/** x − max − log Σ exp(x − max), for engines without a kernel of their own. */
export const logSoftmax: Lowering = {
  name: 'log-softmax',
  opType: 'LogSoftmax',
  applies: () => true,
  lower: (builder, [x], context) => {
    const axes = builder.ints([context.int('axis')]);
    const below = builder.op('Sub', [x, builder.op('ReduceMax', [x, axes])]);
    const total = builder.op('ReduceSum', [builder.op('Exp', [below]), axes]);
    return [builder.op('Sub', [below, builder.op('Log', [total])])];
  },
};
