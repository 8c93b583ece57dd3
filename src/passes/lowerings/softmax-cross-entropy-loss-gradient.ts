import { elementCount, fromNumbers, toNumbers } from '../../core/index.ts';
import { labelledScores, rowFactor } from '../../ops/index.ts';
import type { Lowering } from './lowering.ts';

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
