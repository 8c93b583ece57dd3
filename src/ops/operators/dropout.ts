import { isFloat } from '../../core/index.ts';
import type { NodeContext } from '../../graph/index.ts';
import { type Operator, random, values } from '../operator.ts';

/**
 * In inference, which is what a graph is in until a training form is made of it, Y = X and the mask is true everywhere.
 * In training form SeededDropout stands in its place: ONNX's own has no reproducible randomness.
 */
export const dropout: Operator = {
  opType: 'Dropout',
  domain: '',
  inputs: ['data', 'ratio?', 'training_mode?'],
  outputs: ['output', 'mask?'],
  attributes: { seed: { type: 'int' } },
  infer: (context) => {
    if (!isFloat(context.type(0).dtype))
      throw context.error(`data has type ${context.type(0).dtype}, expected a float`);
    return [context.type(0), { dtype: 'bool', shape: context.shape(0) }];
  },
  gradient: ({ context, cotangents }) => {
    requireInference(context);
    return [cotangents[0]];
  },
  reference: (context, [data]) => {
    requireInference(context);
    return [data!, { dtype: 'bool', shape: data!.shape, data: data!.data.map(() => 1) }];
  },
  samples: [
    { inputs: [random([2, 3])] },
    { name: 'with its mask', inputs: [random([2, 3]), { ...values([], [0.25]), constant: true }], outputs: 2 },
  ],
};

/** The probability with which a Dropout node drops an element in training. */
export function dropoutRatio(context: NodeContext): number {
  return context.constantNumbers(1)?.[0] ?? 0.5;
}

function requireInference(context: NodeContext): void {
  if ((context.constantNumbers(2)?.[0] ?? 0) !== 0) {
    throw context.error('drops elements at random', 'Bring the graph into training form or inference form first');
  }
}
