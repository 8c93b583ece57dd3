import { elementCount, toNumbers } from '../core/index.ts';
import { dataTypeNumbers, type GraphBuilder, type NodeContext, type Value } from '../graph/index.ts';

/** What lowerings and gradients of the softmax cross-entropy share; rows are [batch, 1, ...]. */
export interface LabelledScores {
  readonly logProbabilities: Value;
  /** Class of each row, 0 where it is ignored. */
  readonly classes: Value;
  /** Weight of each row; undefined where all weigh 1. */
  readonly weights: Value | undefined;
}

/** Writes the nodes that every form of the loss begins with. */
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

/** What the gradient of each row is multiplied by, for a SoftmaxCrossEntropyLossGradient: a constant wherever it can be known. */
export function rowFactor(
  builder: GraphBuilder,
  context: NodeContext,
  dLoss: Value,
  { weights }: LabelledScores,
): Value {
  const labels = context.concreteShape(2);
  const [, ...rest] = labels;
  const mul = (a: Value, b: Value | undefined) => (b === undefined ? a : builder.op('Mul', [a, b]));
  switch (context.string('reduction')) {
    case 'none':
      return mul(builder.op('Reshape', [dLoss, builder.ints([labels[0]!, 1, ...rest])]), weights);
    case 'sum':
      return mul(dLoss, weights);
    default: {
      if (weights !== undefined) {
        const total = builder.op('ReduceSum', [weights], { keepdims: 0 });
        return mul(builder.op('Div', [dLoss, total]), weights);
      }
      const share = 1 / elementCount(labels);
      const known = builder.constantOf(dLoss.name);
      return known === undefined
        ? mul(dLoss, builder.scalar(share, dLoss.dtype))
        : builder.scalar(share * toNumbers(known)[0]!, dLoss.dtype);
    }
  }
}
