import { differenceOf, hasSignal, intervalOf, nameOfScore, surely } from '../../evidence/data/compare.ts';
import { formatNumber } from '../format-number.ts';
import { findPreparation } from '../inputs-prepared-differently/rule.ts';
import { findMapping } from '../labels-mapped-differently/rule.ts';
import type { Rule } from '../rule.ts';

/** Share of parts that a reference learner surely tells apart, where the larger part is half of the samples. */
const apart = 0.75;
/** What training samples must teach less of validation than of each other, and of what validation teaches of itself. */
const leastLoss = 0.15;

/** Validation samples from elsewhere than those of training, of which training says little. */
export const validationUnlikeTraining: Rule = {
  name: 'validation-unlike-training',
  family: 'data',
  title: 'validation samples unlike those of training',
  rows: ['G6'],
  suspect({ data, task }) {
    const { training, validation, across, realigned, origin } = data ?? {};
    if (!hasSignal(training) || !hasSignal(validation) || !across || !realigned || !origin) return undefined;
    if (origin.score - surely * origin.scoreError < apart) return undefined;
    const reached = realigned.score > across.score ? realigned : across;
    for (const sound of [training, validation]) {
      const { value, error } = differenceOf(sound, reached);
      if (value - surely * error < leastLoss) return undefined;
    }
    if (findPreparation(data!, task) !== undefined || findMapping(data!, task) !== undefined) return undefined;
    const score = nameOfScore(task.kind);
    return {
      likelihood: 0.7,
      reason: `training and validation samples can be told apart by their inputs (${formatNumber(100 * origin.score)} % right), and what training teaches has ${score} ${formatNumber(reached.score)} on validation, ${formatNumber(training.score)} on training samples left out, while validation samples teach each other ${formatNumber(validation.score)}`,
      remedies: [],
      measured: {
        status: 'confirmed',
        quantity: `${score} of a reference learner from training to validation`,
        found: reached.score,
        expected: training.score,
        interval: intervalOf(differenceOf(reached, training)),
      },
    };
  },
};
