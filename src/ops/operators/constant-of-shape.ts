import { fromNumbers, scalar, type Tensor, toNumbers } from '../../core/index.ts';
import type { NodeContext } from '../../graph/index.ts';
import { constantInts, type Operator } from '../operator.ts';
import { generate } from '../reference-tensor.ts';

/** A tensor of the given shape, full of one value: by default the float32 0. */
export const constantOfShape: Operator = {
  opType: 'ConstantOfShape',
  domain: '',
  inputs: ['input'],
  outputs: ['output'],
  attributes: { value: { type: 'tensor' } },
  infer: (context) => [{ dtype: filler(context).dtype, shape: context.constantNumbers(0)! }],
  gradient: 'zero',
  reference: (context) => {
    const [type] = constantOfShape.infer(context);
    const [value] = toNumbers(filler(context));
    return [generate(type!.dtype, type!.shape as number[], () => value!)];
  },
  samples: [
    { inputs: [constantInts(2, 3)] },
    { name: 'ones', inputs: [constantInts(2)], attributes: { value: fromNumbers('int64', [1], [1]) } },
    { name: 'a scalar', inputs: [constantInts()] },
  ],
};

function filler(context: NodeContext): Tensor {
  const value = context.tensor('value') ?? scalar(0);
  if (value.data.length !== 1) throw context.error(`attribute 'value' has ${value.data.length} elements, expected 1`);
  return value;
}
