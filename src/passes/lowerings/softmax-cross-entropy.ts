import type { GraphBuilder, NodeContext, Value } from '../../graph/index.ts';
import { dataTypeNumbers } from '../../graph/index.ts';

/** What the lowerings of the softmax cross-entropy and of its gradient share; rows are [batch, 1, ...]. */
export interface LabelledScores {
  readonly logProbabilities: Value;
  /** Class of each row, 0 where it is ignored. */
  readonly classes: Value;
  /** Weight of each row; undefined where all weigh 1. */
  readonly weights: Value | undefined;
}

export function labelledScores(
  builder: GraphBuilder,
  context: NodeContext,
  scores: Value,
  labels: Value,
  classWeights: Value | undefined,
): LabelledScores {
  const logProbabilities = builder.op('LogSoftmax', [scores], { axis: 1 });
  const rows = builder.op('Unsqueeze', [labels, builder.ints([1])]);
  const ignored = context.optionalInt('ignore_index');
  if (ignored === undefined)
    return { logProbabilities, classes: rows, weights: weightsOf(builder, rows, classWeights) };
  const counted = builder.op('Not', [builder.op('Equal', [rows, builder.scalar(ignored, rows.dtype)])]);
  const classes = builder.op('Mul', [rows, builder.op('Cast', [counted], { to: dataTypeNumbers[rows.dtype] })]);
  const ones = builder.op('Cast', [counted], { to: dataTypeNumbers[scores.dtype] });
  const weights = weightsOf(builder, classes, classWeights);
  return { logProbabilities, classes, weights: weights === undefined ? ones : builder.op('Mul', [ones, weights]) };
}

function weightsOf(builder: GraphBuilder, classes: Value, weights: Value | undefined): Value | undefined {
  return weights === undefined ? undefined : builder.op('Gather', [weights, classes]);
}
