import { fromNumbers } from '../../core/index.ts';
import type { GraphBuilder, NodeContext, Value } from '../../graph/index.ts';
import { averageWeights, type Windows } from '../../ops/index.ts';

/** dY, each element divided by the number of elements that its mean was taken of. */
export function weightedGradient(builder: GraphBuilder, dy: Value, windows: Windows, context: NodeContext): Value {
  const weights = averageWeights(windows, context.ints('spatial_shape')!, context.int('count_include_pad') === 1);
  const uniform = weights.every((weight) => weight === weights[0]);
  const factor = uniform
    ? builder.scalar(weights[0]!, dy.dtype)
    : builder.constant(fromNumbers(dy.dtype, windows.output as number[], weights), 'weights');
  return builder.op('Mul', [dy, factor]);
}
