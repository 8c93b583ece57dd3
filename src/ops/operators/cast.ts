import { isFloat } from '../../core/index.ts';
import { dataTypeNumbers, dataTypeOfNumber } from '../../graph/index.ts';
import { type Operator, random, values } from '../operator.ts';

/** Converts elements to another data type. A gradient flows between floating-point types only. */
export const cast: Operator = {
  opType: 'Cast',
  domain: '',
  inputs: ['input'],
  outputs: ['output'],
  attributes: { to: { type: 'int', required: true }, saturate: { type: 'int', default: 1 } },
  infer: (context) => {
    const dtype = dataTypeOfNumber(context.int('to'));
    if (dtype === undefined) throw context.error(`attribute 'to' is ${context.int('to')}, not a type netwright knows`);
    return [{ dtype, shape: context.shape(0) }];
  },
  gradient: ({ builder, inputs, outputs, cotangents }) => {
    const [x] = inputs;
    if (!isFloat(x!.dtype) || !isFloat(outputs[0]!.dtype)) return [undefined];
    return [builder.op('Cast', [cotangents[0]!], { to: dataTypeNumbers[x!.dtype] })];
  },
  reference: (context, [x]) => {
    const dtype = dataTypeOfNumber(context.int('to'))!;
    if (dtype === 'bool') return [{ ...x!, dtype, data: x!.data.map((element) => (element === 0 ? 0 : 1)) }];
    return [{ ...x!, dtype, data: isFloat(dtype) ? x!.data : x!.data.map(Math.trunc) }];
  },
  samples: [
    { inputs: [random([2, 3])], attributes: { to: dataTypeNumbers.float32 } },
    { name: 'to bool', inputs: [values([3], [0, 2, -1])], attributes: { to: dataTypeNumbers.bool } },
    { name: 'to int64', inputs: [random([5], 0, 9)], attributes: { to: dataTypeNumbers.int64 } },
  ],
};
