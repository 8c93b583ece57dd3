import { alongAxis, axisAttribute } from '../along-axis.ts';
import { arithmetic } from '../arithmetic.ts';
import { requireKind } from '../elementwise.ts';
import { type Operator, random } from '../operator.ts';

/**
 * output = input / ‖input‖ₚ along an axis, for p 1 or 2; a row of zeros stays zero, and its gradient is 0.
 * Source: ONNX LpNormalization-22, which only adds to version 1 what becomes of zeros.
 */
export const lpNormalization: Operator = {
  opType: 'LpNormalization',
  domain: '',
  inputs: ['input'],
  outputs: ['output'],
  attributes: { ...axisAttribute, p: { type: 'int', default: 2 } },
  infer: (context) => {
    requireKind(context, 0, 'float');
    const p = context.int('p');
    if (p !== 1 && p !== 2) throw context.error(`attribute 'p' is ${p}, expected 1 or 2`);
    return [context.type(0)];
  },
  gradient: ({ builder, context, inputs, outputs, cotangents }) => {
    const x = inputs[0]!;
    const y = outputs[0]!;
    const dy = cotangents[0]!;
    const { above, add, div, mul, same, sub } = arithmetic(builder, x.dtype);
    const axis = builder.ints([context.int('axis')]);
    const first = context.int('p') === 1;
    const norm = builder.op(first ? 'ReduceL1' : 'ReduceL2', [x, axis]);
    const inverse = div(above(norm, 0), add(norm, same(norm, 0)));
    const projection = builder.op('ReduceSum', [mul(dy, y), axis]);
    return [mul(sub(dy, mul(first ? builder.op('Sign', [x]) : y, projection)), inverse)];
  },
  reference: (context, [x]) => [
    alongAxis(x!, context.int('axis'), (row) => {
      const norm =
        context.int('p') === 1
          ? row.reduce((sum, element) => sum + Math.abs(element), 0)
          : Math.sqrt(row.reduce((sum, element) => sum + element * element, 0));
      return norm === 0 ? row : row.map((element) => element / norm);
    }),
  ],
  samples: [
    { inputs: [random([3, 4])] },
    { name: 'sum of magnitudes', inputs: [random([3, 4])], attributes: { p: 1 } },
    { name: 'channels', inputs: [random([2, 3, 2, 2])], attributes: { axis: 1 } },
    { name: 'first axis, sum of magnitudes', inputs: [random([3, 2])], attributes: { axis: 0, p: 1 } },
  ],
};
