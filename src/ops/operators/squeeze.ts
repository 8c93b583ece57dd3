import { formatShape, normalizeAxis } from '../../core/index.ts';
import type { NodeContext } from '../../graph/index.ts';
import { constantInts, type Operator, random } from '../operator.ts';

/** Drops axes of length 1: those given, or all. */
export const squeeze: Operator = {
  opType: 'Squeeze',
  domain: '',
  inputs: ['data', 'axes?'],
  outputs: ['squeezed'],
  attributes: {},
  infer: (context) => {
    const { dtype, shape } = context.type(0);
    const dropped = droppedAxes(context);
    return [{ dtype, shape: shape.filter((_, axis) => !dropped.has(axis)) }];
  },
  gradient: ({ builder, context, cotangents }) => [
    builder.op('Reshape', [cotangents[0]!, builder.ints(context.concreteShape(0))]),
  ],
  reference: (context, [x]) => {
    const dropped = droppedAxes(context);
    return [{ ...x!, shape: x!.shape.filter((_, axis) => !dropped.has(axis)) }];
  },
  samples: [
    { inputs: [random([1, 3, 1, 2])] },
    { name: 'given axes', inputs: [random([1, 3, 1, 2]), constantInts(0, -2)] },
  ],
};

function droppedAxes(context: NodeContext): ReadonlySet<number> {
  const shape = context.shape(0);
  const axes = context.constantNumbers(1)?.map((axis) => normalizeAxis(axis, shape.length));
  const symbolic = (axes ?? [...shape.keys()]).find((axis) => typeof shape[axis] === 'string');
  if (symbolic !== undefined) {
    throw context.error(
      `the length of axis ${symbolic} of ${formatShape(shape)} is not known, so it cannot be dropped or kept`,
      'Name the axes to drop, all of length 1',
    );
  }
  if (axes === undefined) return new Set(shape.flatMap((length, axis) => (length === 1 ? [axis] : [])));
  const long = axes.find((axis) => shape[axis] !== 1);
  if (long !== undefined) {
    throw context.error(`axis ${long} of ${formatShape(shape)} has length ${shape[long]}, expected 1`);
  }
  return new Set(axes);
}
