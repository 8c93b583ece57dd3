import { netwrightDomain, type Value } from '../../graph/index.ts';
import { arithmetic } from '../arithmetic.ts';
import {
  crossEntropyAttributes,
  crossEntropySamples,
  divisor,
  labelledRows,
  requireScoresAndLabels,
} from '../cross-entropy.ts';
import { labelledScores, rowFactor } from '../labelled-scores.ts';
import { type Operator, random } from '../operator.ts';

/**
 * The gradient of the softmax cross-entropy: dScores from dLoss, the scores, the labels and the weights. In each row it
 * is weight · (softmax(scores) − one-hot(label)) · dLoss, divided by the sum of the weights for the reduction 'mean'.
 */
export const softmaxCrossEntropyLossGradient: Operator = {
  opType: 'SoftmaxCrossEntropyLossGradient',
  domain: netwrightDomain,
  inputs: ['dLoss', 'scores', 'labels', 'weights?'],
  outputs: ['dScores'],
  attributes: crossEntropyAttributes,
  infer: (context) => {
    requireScoresAndLabels(context, 1);
    return [context.type(1)];
  },
  // With p = softmax(scores) and f the factor of a row: dScores′ = f p (C − Σ C p), dLoss′ = Σ C (p − one-hot) f / dLoss.
  gradient: ({ builder, context, inputs, cotangents, needs }) => {
    const [dLoss, scores, labels, weights] = inputs as [Value, Value, Value, Value | undefined];
    const given = cotangents[0]!;
    const { mul, sub } = arithmetic(builder, scores.dtype);
    if (needs(3)) throw context.error('has no gradient with respect to the weights', 'Keep class weights constant');
    const ofLoss = () => {
      const attributes = { ignore_index: context.optionalInt('ignore_index'), reduction: context.string('reduction') };
      const ones = builder.op('Expand', [builder.scalar(1, scores.dtype), builder.ints(context.concreteShape(0))]);
      const slope = mul(
        given,
        builder.op('SoftmaxCrossEntropyLossGradient', [ones, scores, labels, weights], attributes),
      );
      const none = context.string('reduction') === 'none';
      return builder.op('ReduceSum', [slope, none ? builder.ints([1]) : undefined], { keepdims: 0 });
    };
    const ofScores = () => {
      const labelled = labelledScores(builder, context, scores, labels, weights);
      const probabilities = builder.op('Exp', [labelled.logProbabilities]);
      const total = builder.op('ReduceSum', [mul(given, probabilities), builder.ints([1])]);
      const factor = rowFactor(builder, context, dLoss, labelled);
      return mul(mul(probabilities, factor), sub(given, total));
    };
    return [needs(0) ? ofLoss() : undefined, needs(1) ? ofScores() : undefined];
  },
  reference: (context, [dLoss, scores, labels, weights]) => {
    const rows = labelledRows(context, scores!, labels!, weights);
    const share = 1 / divisor(context, rows);
    const data = new Float64Array(scores!.data.length);
    rows.forEach(({ logProbabilities, label, weight, at }, row) => {
      if (weight === 0) return;
      const factor = weight * share * dLoss!.data[dLoss!.data.length === 1 ? 0 : row]!;
      logProbabilities.forEach((element, c) => {
        data[at(c)] = factor * (Math.exp(element) - (c === label ? 1 : 0));
      });
    });
    return [{ ...scores!, data }];
  },
  samples: crossEntropySamples.map(({ name, inputs, attributes }) => ({
    name,
    inputs: [random('reduction' in attributes && attributes.reduction === 'none' ? inputs[1].shape : []), ...inputs],
    attributes,
  })),
};
