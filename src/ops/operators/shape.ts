import type { NodeContext } from '../../graph/index.ts';
import { type Operator, random } from '../operator.ts';

/** The lengths of the input's axes, from `start` to before `end`, as int64. */
export const shape: Operator = {
  opType: 'Shape',
  domain: '',
  inputs: ['data'],
  outputs: ['shape'],
  attributes: { start: { type: 'int', default: 0 }, end: { type: 'int' } },
  infer: (context) => [{ dtype: 'int64', shape: [chosen(context, context.shape(0)).length] }],
  gradient: 'zero',
  reference: (context, [x]) => {
    const lengths = chosen(context, x!.shape);
    return [{ dtype: 'int64', shape: [lengths.length], data: Float64Array.from(lengths) }];
  },
  samples: [
    { inputs: [random([2, 3, 4])] },
    { name: 'some axes', inputs: [random([2, 3, 4])], attributes: { start: 1, end: -1 } },
    { name: 'bounds beyond the ends', inputs: [random([2, 3])], attributes: { start: -9, end: 9 } },
  ],
};

function chosen<T>(context: NodeContext, lengths: readonly T[]): readonly T[] {
  return lengths.slice(context.int('start'), context.optionalInt('end'));
}
