import { formatShape, normalizeAxis } from '../../core/index.ts';
import type { NodeContext } from '../../graph/index.ts';
import { zerosOf } from '../arithmetic.ts';
import { constantInts, type Operator, random } from '../operator.ts';
import { broadcastReader, generate } from '../reference-tensor.ts';

/** Cuts a tensor into pieces along an axis: of the lengths given, or `num_outputs` equal ones, the last one smaller. */
export const split: Operator = {
  opType: 'Split',
  domain: '',
  inputs: ['input', 'split?'],
  outputs: ['outputs...'],
  attributes: { axis: { type: 'int', default: 0 }, num_outputs: { type: 'int' } },
  infer: (context) => {
    const { dtype, shape } = context.type(0);
    const axis = normalizeAxis(context.int('axis'), shape.length);
    return pieceLengths(context).map((length) => ({
      dtype,
      shape: shape.map((size, i) => (i === axis ? length : size)),
    }));
  },
  gradient: ({ builder, context, outputs, cotangents }) => {
    const axis = normalizeAxis(context.int('axis'), context.rank(0));
    const types = split.infer(context);
    const pieces = outputs.map((_, index) => {
      const { dtype, shape } = types[index]!;
      return cotangents[index] ?? zerosOf(builder, dtype, shape as number[]);
    });
    return [pieces.length === 1 ? pieces[0] : builder.op('Concat', pieces, { axis })];
  },
  reference: (context, [x]) => {
    const axis = normalizeAxis(context.int('axis'), x!.shape.length);
    const read = broadcastReader(x!);
    let start = 0;
    return split.infer(context).map(({ dtype, shape }) => {
      const piece = generate(dtype, shape as number[], (index) =>
        read(index.map((position, i) => (i === axis ? position + start : position))),
      );
      start += shape[axis] as number;
      return piece;
    });
  },
  samples: [
    { inputs: [random([2, 6]), constantInts(1, 3, 2)], attributes: { axis: 1 }, outputs: 3 },
    { name: 'equal pieces', inputs: [random([4, 3])], attributes: { num_outputs: 2 }, outputs: 2 },
    { name: 'smaller last piece', inputs: [random([2, 5])], attributes: { axis: -1, num_outputs: 3 }, outputs: 3 },
    { name: 'many pieces', inputs: [random([2, 9])], attributes: { axis: 1, num_outputs: 9 }, outputs: 9 },
    { name: 'one piece', inputs: [random([2, 3])], attributes: { num_outputs: 1 } },
  ],
};

function pieceLengths(context: NodeContext): readonly number[] {
  const shape = context.shape(0);
  const axis = normalizeAxis(context.int('axis'), shape.length);
  const total = shape[axis]!;
  const given = context.constantNumbers(1);
  const count = context.optionalInt('num_outputs');
  if ((given === undefined) === (count === undefined)) {
    throw context.error("expected either the input 'split' or the attribute 'num_outputs', not both");
  }
  const lengths = given ?? equalLengths(context, count!, total);
  const sum = lengths.reduce((a, b) => a + b, 0);
  if (typeof total === 'number' && sum !== total) {
    throw context.error(`pieces of [${lengths.join(', ')}] do not add up to axis ${axis} of ${formatShape(shape)}`);
  }
  if (lengths.length !== context.outputCount) {
    throw context.error(`there are ${context.outputCount} outputs for ${lengths.length} pieces`);
  }
  return lengths;
}

function equalLengths(context: NodeContext, count: number, total: number | string): number[] {
  if (typeof total === 'string') {
    throw context.error(`the length '${total}' to be cut in ${count} is not known`, "Give the input 'split'");
  }
  // Before any list is made: a damaged file may ask for billions of pieces.
  if (count !== context.outputCount) {
    throw context.error(`there are ${context.outputCount} outputs for ${count} pieces`);
  }
  const length = Math.ceil(total / count);
  return Array.from({ length: count }, (_, index) => Math.max(0, Math.min(length, total - index * length)));
}
