import type { NodeContext } from '../../graph/index.ts';
import { type Operator, type SampleInput, values } from '../operator.ts';
import { generate } from '../reference-tensor.ts';

/** The numbers from `start` to before `limit`, `delta` apart: start + i · delta. All three must be constants. */
export const range: Operator = {
  opType: 'Range',
  domain: '',
  inputs: ['start', 'limit', 'delta'],
  outputs: ['output'],
  attributes: {},
  infer: (context) => [{ dtype: context.type(0).dtype, shape: [progression(context).count] }],
  gradient: 'zero',
  reference: (context) => {
    const { start, delta, count } = progression(context);
    return [generate(context.type(0).dtype, [count], ([i]) => start + i! * delta)];
  },
  samples: [
    { inputs: [fixed(3), fixed(9), fixed(2)] },
    { name: 'backwards', inputs: [fixed(10), fixed(4), fixed(-2)] },
    { name: 'floats', inputs: [fixed(0, 'float32'), fixed(1, 'float32'), fixed(0.25, 'float32')] },
    { name: 'nothing', inputs: [fixed(3), fixed(3), fixed(1)] },
  ],
};

function progression(context: NodeContext): { start: number; delta: number; count: number } {
  const numbers = [0, 1, 2].flatMap((input) => context.constantNumbers(input)!);
  const [start, limit, delta] = numbers;
  if (numbers.length !== 3 || delta === 0) {
    throw context.error(
      `start, limit and delta are [${numbers.join(', ')}], expected one number each and a delta other than 0`,
    );
  }
  return { start: start!, delta: delta!, count: Math.max(0, Math.ceil((limit! - start!) / delta!)) };
}

function fixed(value: number, dtype: SampleInput['dtype'] = 'int64'): SampleInput {
  return { ...values([], [value], dtype), constant: true };
}
