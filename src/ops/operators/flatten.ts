import { multiplyDimensions } from '../../core/index.ts';
import { type Operator, random } from '../operator.ts';

/** The same elements as a matrix: the axes before `axis` become the rows, the others the columns. */
export const flatten: Operator = {
  opType: 'Flatten',
  domain: '',
  inputs: ['input'],
  outputs: ['output'],
  attributes: { axis: { type: 'int', default: 1 } },
  infer: (context) => {
    const { dtype, shape } = context.type(0);
    const given = context.int('axis');
    const axis = given < 0 ? given + shape.length : given;
    if (axis < 0 || axis > shape.length) {
      throw context.error(
        `axis ${given} is out of range for rank ${shape.length}: expected ${-shape.length} to ${shape.length}`,
      );
    }
    return [{ dtype, shape: [multiplyDimensions(shape.slice(0, axis)), multiplyDimensions(shape.slice(axis))] }];
  },
  gradient: ({ builder, context, cotangents }) => [
    builder.op('Reshape', [cotangents[0]!, builder.ints(context.concreteShape(0))]),
  ],
  reference: (context, [x]) => {
    const [type] = flatten.infer(context);
    return [{ ...x!, shape: type!.shape as number[] }];
  },
  samples: [
    { inputs: [random([2, 3, 2])] },
    { name: 'axis 0', inputs: [random([2, 3])], attributes: { axis: 0 } },
    { name: 'axis at the end', inputs: [random([2, 3])], attributes: { axis: 2 } },
    { name: 'negative axis', inputs: [random([2, 3, 2])], attributes: { axis: -1 } },
    { name: 'a scalar', inputs: [random([])], attributes: { axis: 0 } },
  ],
};
