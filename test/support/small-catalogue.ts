import { broadcastShapes, isConcrete } from '../../src/core/index.ts';
import type { OperatorCatalogue, OperatorSchema } from '../../src/graph/index.ts';

/**
 * A dozen operators without kernels and gradients, for tests of the graph alone: every form of argument (optional, any
 * number, several outputs), of attribute and of domain occurs once.
 */
const schemas: readonly OperatorSchema[] = [
  elementwise('Relu', {}),
  elementwise('Identity', {}),
  elementwise('Dropout', { seed: { type: 'int' } }),
  elementwise('Cast', { to: { type: 'int', required: true }, saturate: { type: 'int', default: 1 } }),
  elementwise(
    'Note',
    {
      int: { type: 'int' },
      float: { type: 'float' },
      string: { type: 'string' },
      ints: { type: 'ints' },
      floats: { type: 'floats' },
      strings: { type: 'strings' },
      tensor: { type: 'tensor' },
    },
    'netwright',
  ),
  {
    ...elementwise('Add', {}),
    inputs: ['A', 'B'],
    infer: (context) => [{ dtype: context.type(0).dtype, shape: broadcastShapes(context.shape(0), context.shape(1)) }],
  },
  { ...elementwise('Clip', {}), inputs: ['input', 'min?', 'max?'] },
  {
    ...elementwise('Gemm', {
      alpha: { type: 'float', default: 1 },
      beta: { type: 'float', default: 1 },
      transA: { type: 'int', default: 0 },
      transB: { type: 'int', default: 0 },
    }),
    inputs: ['A', 'B', 'C?'],
    infer: (context) => {
      const rows = context.shape(0)[context.int('transA') === 1 ? 1 : 0]!;
      const inner = context.shape(0)[context.int('transA') === 1 ? 0 : 1]!;
      const [first, second] = context.shape(1);
      const [other, columns] = context.int('transB') === 1 ? [second!, first!] : [first!, second!];
      if (inner !== other) throw context.error(`inner lengths ${inner} and ${other} differ`);
      return [{ dtype: context.type(0).dtype, shape: [rows, columns] }];
    },
  },
  {
    ...elementwise('FusedMatMul', { alpha: { type: 'float', default: 1 } }, 'com.microsoft'),
    inputs: ['A', 'B'],
    infer: (context) => [
      { dtype: context.type(0).dtype, shape: [...context.shape(0).slice(0, -1), context.shape(1).at(-1)!] },
    ],
  },
  {
    ...elementwise('Reshape', { allowzero: { type: 'int', default: 0 } }),
    inputs: ['data', 'shape'],
    infer: (context) => [{ dtype: context.type(0).dtype, shape: context.constantNumbers(1)! }],
  },
  {
    ...elementwise('ReduceMean', {
      keepdims: { type: 'int', default: 1 },
      noop_with_empty_axes: { type: 'int', default: 0 },
    }),
    inputs: ['data', 'axes?'],
    infer: (context) => {
      const { dtype, shape } = context.type(0);
      const axes = context.constantNumbers(1) ?? shape.map((_, axis) => axis);
      return [{ dtype, shape: shape.map((length, axis) => (axes.includes(axis) ? 1 : length)) }];
    },
  },
  {
    ...elementwise('Split', { axis: { type: 'int', default: 0 }, num_outputs: { type: 'int' } }),
    inputs: ['input', 'split?'],
    outputs: ['outputs...'],
    infer: (context) => {
      const { dtype, shape } = context.type(0);
      if (!isConcrete(shape)) throw context.error('expected known axis lengths');
      const parts = context.optionalInt('num_outputs');
      const lengths =
        parts === undefined ? context.constantNumbers(1) : new Array<number>(parts).fill(shape[0]! / parts);
      if (lengths === undefined) throw context.error('neither lengths nor their number is given');
      return lengths.map((length) => ({ dtype, shape: [length, ...shape.slice(1)] }));
    },
  },
  {
    ...elementwise('BatchNormalization', {
      epsilon: { type: 'float', default: 1e-5 },
      momentum: { type: 'float', default: 0.9 },
      training_mode: { type: 'int', default: 0 },
    }),
    inputs: ['X', 'scale', 'B', 'input_mean', 'input_var'],
    outputs: ['Y', 'running_mean?', 'running_var?'],
    infer: (context) => [context.type(0), context.type(3), context.type(4)],
  },
];

export const smallCatalogue: OperatorCatalogue = {
  find: (opType) => schemas.find((schema) => schema.opType === opType),
};

function elementwise(opType: string, attributes: OperatorSchema['attributes'], domain = ''): OperatorSchema {
  return { opType, domain, inputs: ['X'], outputs: ['Y'], attributes, infer: (context) => [context.type(0)] };
}
