import { smallestGain } from '../../search/verdict.ts';
import { formatNumber } from '../format-number.ts';
import type { Rule } from '../rule.ts';

/** Up to this share a sample may come twice by chance. */
const mostByChance = 0.001;
/** Where inputs take few values, samples repeat in training, too; a leak repeats them so many times as often. */
const moreThanWithin = 3;

/**
 * Validation samples that the network was trained on. From the share on that a gain must have to be worth naming, scores may be
 * wrong by as much, and it is a fault; below it is worth knowing.
 */
export const leakedSamples: Rule = {
  name: 'leaked-samples',
  family: 'data',
  title: 'validation samples that training has, too',
  rows: ['D8'],
  suspect({ subject: { train }, data }) {
    if (data?.repeated === undefined) return undefined;
    const { count, total, example, withinTrain } = data.repeated;
    const share = count / total;
    const areCopies = data.conflicts?.areFractions === true;
    const isCoincidence = !areCopies && share < (moreThanWithin * withinTrain) / train.length;
    if (example === undefined || share <= mostByChance || isCoincidence) return undefined;
    // Scoring the training samples is a way to do without others, and hides nothing.
    const isItself = count === total && total === train.length;
    const isLarge = share >= smallestGain && !isItself;
    const meaning = isLarge
      ? 'and may be wrong by as much'
      : isItself
        ? 'since both parts are the same'
        : 'though they are too few to change it by much';
    return {
      likelihood: 0.1,
      reason: `${count} of ${total} validation samples (${formatNumber(100 * share)} %) have the same inputs as a training sample, such as sample ${example[0]}, which is sample ${example[1]} of the training part: a score on them shows memory, ${meaning}`,
      remedies: [],
      ...(isLarge
        ? {
            measured: {
              status: 'confirmed' as const,
              quantity: 'share of validation samples that training has, too',
              found: share,
              expected: 0,
            },
          }
        : { isNote: true }),
    };
  },
};
