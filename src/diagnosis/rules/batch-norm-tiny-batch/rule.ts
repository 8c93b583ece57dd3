import type { Rule } from '../rule.ts';

/** Samples of a batch below which its statistics are noisy: Wu and He, "Group normalization" (2018), figure 1. */
const tiny = 8;

/** Batch normalisation by statistics of a handful of samples. */
export const batchNormTinyBatch: Rule = {
  name: 'batch-norm-tiny-batch',
  family: 'batch-normalization',
  title: 'batch normalisation over tiny batches',
  rows: ['D5', 'D6'],
  suspect({ subject: { design } }) {
    const norm = design.network.graph.nodes.find(({ opType }) => opType === 'BatchNormalization');
    const { batchSize } = design.recipe;
    if (norm === undefined || batchSize >= tiny) return undefined;
    return {
      likelihood: 0.5,
      reason: `batch normalisation takes mean and deviation of ${batchSize} samples`,
      ...(norm.layer === undefined ? {} : { layer: norm.layer }),
      remedies: ['usualBatches', 'noBatchNormalization'],
    };
  },
};
