import type { Rule } from '../rule.ts';

/** Batch normalisation that hurts, or hides what does (D5). */
export const harmfulBatchNorm: Rule = {
  name: 'harmful-batch-norm',
  family: 'batch-normalization',
  title: 'batch normalisation that does harm',
  rows: ['D5'],
  suspect: () => ({
    likelihood: 0.1,
    reason: 'the network has batch normalisation',
    remedies: ['noBatchNormalization'],
  }),
};
