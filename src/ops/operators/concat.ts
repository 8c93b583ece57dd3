import { type Dimension, formatShape, normalizeAxis, type Shape } from '../../core/index.ts';
import type { NodeContext } from '../../graph/index.ts';
import { type Operator, random } from '../operator.ts';
import { broadcastReader, generate } from '../reference-tensor.ts';

/** The inputs one after another along an axis. */
export const concat: Operator = {
  opType: 'Concat',
  domain: '',
  inputs: ['inputs...'],
  outputs: ['concat_result'],
  attributes: { axis: { type: 'int', required: true } },
  infer: (context) => {
    const { dtype, shape } = context.type(0);
    const axis = normalizeAxis(context.int('axis'), shape.length);
    const shapes = context.inputTypes.map((_, index) => context.shape(index));
    shapes.forEach((other, index) => {
      if (context.type(index).dtype !== dtype) {
        throw context.error(`input ${index} has type ${context.type(index).dtype}, expected ${dtype}`);
      }
      if (other.length !== shape.length) throw mismatch(context, shape, other, index);
    });
    return [{ dtype, shape: shape.map((_, i) => (i === axis ? total(shapes, axis) : common(context, shapes, i))) }];
  },
  gradient: ({ builder, context, inputs, cotangents }) => {
    if (inputs.length === 1) return [cotangents[0]];
    const axis = normalizeAxis(context.int('axis'), context.rank(0));
    const lengths = inputs.map((_, index) => context.concreteShape(index)[axis]!);
    return builder.ops('Split', [cotangents[0], builder.ints(lengths)], { axis }, inputs.length);
  },
  reference: (context, inputs) => {
    const [type] = concat.infer(context);
    const axis = normalizeAxis(context.int('axis'), context.rank(0));
    const sources = inputs.flatMap((input) => {
      const read = broadcastReader(input!);
      return Array.from({ length: input!.shape[axis]! }, (_, position) => ({ read, position }));
    });
    const at: number[] = [];
    return [
      generate(type!.dtype, type!.shape as number[], (index) => {
        index.forEach((position, i) => {
          at[i] = position;
        });
        const { read, position } = sources[index[axis]!]!;
        at[axis] = position;
        return read(at);
      }),
    ];
  },
  samples: [
    { inputs: [random([2, 3]), random([1, 3])], attributes: { axis: 0 } },
    {
      name: 'negative axis, three inputs',
      inputs: [random([2, 1]), random([2, 3]), random([2, 2])],
      attributes: { axis: -1 },
    },
    { name: 'one input', inputs: [random([2, 3])], attributes: { axis: 1 } },
    { name: 'middle axis', inputs: [random([2, 1, 2]), random([2, 2, 2])], attributes: { axis: 1 } },
  ],
};

/** The sum of lengths along the axis; a sum with symbolic terms gets a name of its own. */
function total(shapes: readonly Shape[], axis: number): Dimension {
  const lengths = shapes.map((shape) => shape[axis]!);
  if (lengths.length === 1) return lengths[0]!;
  if (lengths.some((length) => typeof length === 'string')) return `(${lengths.join('+')})`;
  return (lengths as number[]).reduce((sum, length) => sum + length, 0);
}

/** The length that all inputs have along another axis; a number is preferred to a name. */
function common(context: NodeContext, shapes: readonly Shape[], axis: number): Dimension {
  const known = shapes.find((shape) => typeof shape[axis] === 'number') ?? shapes[0]!;
  shapes.forEach((shape, index) => {
    if (typeof shape[axis] === typeof known[axis] && shape[axis] !== known[axis]) {
      throw mismatch(context, known, shape, index);
    }
  });
  return known[axis]!;
}

function mismatch(context: NodeContext, expected: Shape, received: Shape, index: number) {
  return context.error(
    `input ${index} has shape ${formatShape(received)}, another ${formatShape(expected)}: they may differ in axis ${context.int('axis')} only`,
  );
}
