import { smallestBatch } from '../../remedies/recipe-remedies.ts';
import type { Rule } from '../rule.ts';

/** Batches so small that noise drowns what the samples say. */
export const batchTooSmall: Rule = {
  name: 'batch-too-small',
  family: 'batch-size',
  title: 'the batches are too small',
  rows: ['D4'],
  suspect({ subject: { design } }) {
    const { batchSize } = design.recipe;
    if (batchSize < smallestBatch)
      return { likelihood: 0.2, reason: `batches of ${batchSize}`, remedies: ['usualBatches'] };
    return undefined;
  },
};
