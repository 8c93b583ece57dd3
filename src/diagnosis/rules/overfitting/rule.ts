import { constantScore } from '../../score.ts';
import { targetValues } from '../../task.ts';
import { formatNumber } from '../format-number.ts';
import type { Rule } from '../rule.ts';

/** Of what there is to gain over a constant answer, the share reached in training, and the share of it lost in validation. */
const learnt = 0.8;
const lost = 0.3;

/** Training samples learnt by heart. */
export const overfitting: Rule = {
  name: 'overfitting',
  family: 'regularization',
  title: 'overfitting',
  rows: ['G6'],
  suspect({ subject, task, asIs }) {
    if (subject.validation === undefined || asIs.length === 0) return undefined;
    const floor = constantScore(task, targetValues(subject.validation));
    const mean = (pick: (trial: (typeof asIs)[number]) => number) =>
      asIs.reduce((sum, trial) => sum + pick(trial), 0) / asIs.length;
    const [training, validation] = [mean(({ trainingScore }) => trainingScore), mean(({ score }) => score)];
    if (!(training - floor > learnt * (1 - floor)) || !(training - validation > lost * (1 - floor))) return undefined;
    return {
      likelihood: 0.3,
      reason: `the score is ${formatNumber(training)} on the ${subject.train.length} training samples and ${formatNumber(validation)} on those for validation`,
      remedies: ['weightPenalty'],
    };
  },
};
