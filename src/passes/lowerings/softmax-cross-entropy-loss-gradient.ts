import { elementCount, fromNumbers, toNumbers } from '../../core/index.ts';
import type { GraphBuilder, NodeContext, Value } from '../../graph/index.ts';
import type { Lowering } from './lowering.ts';
import { type LabelledScores, labelledScores } from './softmax-cross-entropy.ts';

/** Probabilities, with one taken off at each label. */
export const softmaxCrossEntropyLossGradient: Lowering = {
  name: 'softmax-cross-entropy-loss-gradient',
  opType: 'SoftmaxCrossEntropyLossGradient',
  applies: () => true,
  lower: (builder, [dLoss, scores, labels, classWeights], context) => {
    const labelled = labelledScores(builder, context, scores!, labels!, classWeights);
    const factor = rowFactor(builder, context, dLoss!, labelled);
    const probabilities = builder.op('Mul', [builder.op('Exp', [labelled.logProbabilities]), factor]);
    const rows = labelled.classes.shape as number[];
    const known = builder.constantOf(factor.name);
    const taken =
      known === undefined
        ? builder.op('Expand', [builder.op('Neg', [factor]), builder.ints(rows)])
        : builder.constant(fromNumbers(factor.dtype, rows, new Array(elementCount(rows)).fill(-toNumbers(known)[0]!)));
    return [builder.op('ScatterElements', [probabilities, labelled.classes, taken], { axis: 1, reduction: 'add' })];
  },
};

/** What the gradient of each row is multiplied by: a constant wherever it can be known. */
function rowFactor(builder: GraphBuilder, context: NodeContext, dLoss: Value, { weights }: LabelledScores): Value {
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
