import type { Value } from '../../graph/index.ts';
import { alongAxis } from '../along-axis.ts';
import {
  crossEntropyAttributes,
  crossEntropySamples,
  divisor,
  labelledRows,
  requireScoresAndLabels,
} from '../cross-entropy.ts';
import type { Operator } from '../operator.ts';
import { logSoftmaxGradient, logSoftmaxOf } from './log-softmax.ts';

/**
 * The cross-entropy −log softmax(scores)[label] of each row, times the weight of its label where there are weights;
 * `reduction` 'mean' divides the sum by the sum of the weights. Scores are [batch, classes, ...], labels class numbers
 * [batch, ...]; a row whose label is `ignore_index` does not count. The second output is log softmax(scores).
 */
export const softmaxCrossEntropyLoss: Operator = {
  opType: 'SoftmaxCrossEntropyLoss',
  domain: '',
  inputs: ['scores', 'labels', 'weights?'],
  outputs: ['output', 'log_prob?'],
  attributes: crossEntropyAttributes,
  infer: (context) => {
    requireScoresAndLabels(context, 0);
    const { dtype } = context.type(0);
    return [{ dtype, shape: context.string('reduction') === 'none' ? context.shape(1) : [] }, context.type(0)];
  },
  gradient: ({ builder, context, inputs, outputs, cotangents, needs }) => {
    const [dLoss, dLogProbabilities] = cotangents;
    if (needs(2)) throw context.error('has no gradient with respect to the weights', 'Keep class weights constant');
    const parts: Value[] = [];
    if (dLoss !== undefined) {
      const attributes = { ignore_index: context.optionalInt('ignore_index'), reduction: context.string('reduction') };
      parts.push(builder.op('SoftmaxCrossEntropyLossGradient', [dLoss, ...inputs], attributes));
    }
    if (dLogProbabilities !== undefined) parts.push(logSoftmaxGradient(builder, dLogProbabilities, outputs[1]!, 1));
    return [parts.reduce((sum, part) => builder.op('Add', [sum, part]))];
  },
  reference: (context, [scores, labels, weights]) => {
    const rows = labelledRows(context, scores!, labels!, weights);
    const losses = rows.map(({ logProbabilities, label, weight }) =>
      weight === 0 ? 0 : -weight * logProbabilities[label]!,
    );
    const total = losses.reduce((sum, loss) => sum + loss, 0) / divisor(context, rows);
    const none = context.string('reduction') === 'none';
    return [
      { dtype: scores!.dtype, shape: none ? labels!.shape : [], data: Float64Array.from(none ? losses : [total]) },
      alongAxis(scores!, 1, logSoftmaxOf),
    ];
  },
  samples: crossEntropySamples.flatMap(({ name, inputs, attributes }) => [
    { name, inputs, attributes },
    { name: `${name}, with log-probabilities`, inputs, attributes, outputs: 2 },
  ]),
};
