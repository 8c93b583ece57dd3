import { scaleOfWeights } from '../../remedies/fresh-weights.ts';
import { formatNumber } from '../format-number.ts';
import type { Rule } from '../rule.ts';

/** First weights this many times off scale would explode or vanish if batch normalisation did not rescale them. */
const hidden = 3;

/** Batch normalisation over a fault that it makes bearable and does not cure (D5): bad first weights above all. */
export const batchNormHidesFault: Rule = {
  name: 'batch-norm-hides-fault',
  family: 'batch-normalization',
  title: 'batch normalisation that hides a fault',
  rows: ['D5', 'C6', 'C7'],
  suspect({ subject: { design }, layers }) {
    const norm = design.network.graph.nodes.find(({ opType }) => opType === 'BatchNormalization');
    if (norm === undefined) return undefined;
    const scales = layers.map((layer) => scaleOfWeights(layer, design.network) || 1);
    const worst = Math.max(...scales.map((scale) => Math.max(scale, 1 / scale)));
    const isHidden = worst > hidden;
    return {
      likelihood: isHidden ? 0.4 : 0.1,
      reason: isHidden
        ? `behind batch normalisation the first weights are ${formatNumber(worst)} times off scale`
        : 'the network has batch normalisation',
      ...(norm.layer === undefined ? {} : { layer: norm.layer }),
      remedies: isHidden ? ['freshWeights', 'noBatchNormalization'] : ['noBatchNormalization'],
    };
  },
};
