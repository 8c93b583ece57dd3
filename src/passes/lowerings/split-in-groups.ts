import { int64s } from '../../core/index.ts';
import type { Value } from '../../graph/index.ts';
import { findOperator } from '../../ops/index.ts';
import type { Lowering } from './lowering.ts';

/** WebGPU promises eight buffers to a kernel: the input and seven pieces. */
const mostPieces = 7;

/** Cuts into few large pieces first and then each of those, since a kernel on WebGPU writes only so many buffers. */
export const splitInGroups: Lowering = {
  name: 'split-in-groups',
  opType: 'Split',
  applies: (context) => context.node.outputs.length > mostPieces,
  lower: (builder, [x], context) => {
    const axis = context.int('axis');
    const types = findOperator(context.node).infer(context);
    const lengths = types.map(({ shape }) => shape.at(axis) as number);
    const cut = (value: Value, parts: readonly (readonly number[])[]): readonly Value[] =>
      parts.length === 1
        ? [value]
        : builder.ops(
            'Split',
            [value, builder.constant(int64s(parts.map((part) => part.reduce((sum, length) => sum + length, 0))))],
            { axis },
            parts.length,
          );
    const groups = inGroups(lengths, Math.max(mostPieces, Math.ceil(lengths.length / mostPieces)));
    return cut(x!, groups).flatMap((piece, index) =>
      cut(
        piece,
        groups[index]!.map((length) => [length]),
      ),
    );
  },
};

function inGroups(lengths: readonly number[], size: number): number[][] {
  return Array.from({ length: Math.ceil(lengths.length / size) }, (_, group) =>
    lengths.slice(group * size, (group + 1) * size),
  );
}
