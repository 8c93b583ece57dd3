import { netwrightDomain } from '../../graph/index.ts';
import {
  crossEntropyAttributes,
  crossEntropySamples,
  divisor,
  labelledRows,
  requireScoresAndLabels,
} from '../cross-entropy.ts';
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
  gradient: { missing: 'second derivatives of a softmax cross-entropy' },
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
