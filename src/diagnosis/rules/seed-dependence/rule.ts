import { constantScore } from '../../score.ts';
import { targetValues } from '../../task.ts';
import { formatNumber } from '../format-number.ts';
import type { Rule } from '../rule.ts';

/** Trainings below which nothing is said about chance. */
const fewest = 3;
/** Best less worst score, of what there is to gain over a constant answer, that chance alone should not make. */
const wide = 0.3;

/** The same training succeeds or fails with the first weights it happens to draw. */
export const seedDependence: Rule = {
  name: 'seed-dependence',
  family: 'initialization',
  title: 'success depends on the seed',
  rows: ['G5'],
  suspect({ subject, task, asIs }) {
    if (asIs.length < fewest) return undefined;
    const floor = constantScore(task, targetValues(subject.validation ?? subject.train));
    const scores = asIs.map(({ score }) => (Number.isNaN(score) ? floor : Math.max(score, floor)));
    const [worst, best] = [Math.min(...scores), Math.max(...scores)];
    if (best - worst < wide * (1 - floor)) return undefined;
    return {
      likelihood: 0.15,
      reason: `under ${asIs.length} seeds the score runs from ${formatNumber(worst)} to ${formatNumber(best)}`,
      remedies: ['widerLayers', 'freshWeights', 'learningRateTenth', 'whitenedInputs'],
    };
  },
};
