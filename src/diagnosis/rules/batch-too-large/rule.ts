import { largestBatch } from '../../remedies/recipe-remedies.ts';
import type { Rule } from '../rule.ts';

/** Batches so large that few updates are left. */
export const batchTooLarge: Rule = {
  name: 'batch-too-large',
  family: 'batch-size',
  title: 'the batches are too large',
  rows: ['D6'],
  suspect({ subject: { design } }) {
    const { batchSize } = design.recipe;
    if (batchSize > largestBatch)
      return { likelihood: 0.2, reason: `batches of ${batchSize}`, remedies: ['usualBatches'] };
    return undefined;
  },
};
