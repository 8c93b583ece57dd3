import type { Rule } from '../rule.ts';

/** First weights much smaller or larger than variance scaling draws them. */
export const weightsOffScale: Rule = {
  name: 'weights-off-scale',
  family: 'initialization',
  title: 'the first weights are off scale',
  rows: ['G5'],
  suspect: () => ({ likelihood: 0.45, reason: 'the first weights are off scale', remedies: ['freshWeights'] }),
};
