import { softmaxesOverSamples } from '../../remedies/softmax-axis.ts';
import type { Rule } from '../rule.ts';

/** A softmax along the axis of the batch: what a sample gets depends on which others are in its batch. */
export const softmaxOverSamples: Rule = {
  name: 'softmax-over-samples',
  family: 'output-activation',
  title: 'a softmax over the samples of a batch in place of the classes',
  rows: ['G3', 'D7'],
  suspect({ subject: { design } }) {
    const [first] = softmaxesOverSamples(design.network);
    if (first === undefined) return undefined;
    return {
      likelihood: 0.97,
      isCertain: true,
      reason: `${first.opType} runs along axis 0, that of the samples: its numbers add up to 1 over the batch`,
      ...(first.layer === undefined ? {} : { layer: first.layer }),
      remedies: ['softmaxOverClasses'],
    };
  },
};
