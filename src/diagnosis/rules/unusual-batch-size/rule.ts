import type { Rule } from '../rule.ts';

/** Batches so small that each update is mostly noise, or so large that few are left. */
export const unusualBatchSize: Rule = {
  name: 'unusual-batch-size',
  family: 'batch-size',
  title: 'an unusual batch size',
  rows: ['D4', 'D6'],
  suspect: ({ subject: { design } }) => ({
    likelihood: 0.2,
    reason: `batches of ${design.recipe.batchSize}`,
    remedies: ['usualBatches'],
  }),
};
