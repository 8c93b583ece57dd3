import { findLoss, lossNameOf } from '../../../nn/index.ts';
import { lastLayer, outputWidth } from '../../subject.ts';
import { layerOf } from '../layer-of.ts';
import type { Rule } from '../rule.ts';

/** The cross-entropy over one class is 0 or the target times nothing: it does not depend on the output. */
export const constantLoss: Rule = {
  name: 'constant-loss',
  family: 'loss',
  title: 'the loss does not depend on the output',
  rows: ['D8'],
  suspect({ subject: { design }, task }) {
    if (task.kind === 'numbers' || findLoss(design.recipe.loss).target !== 'oneHot') return undefined;
    if (outputWidth(design.network) !== 1) return undefined;
    return {
      likelihood: 0.97,
      isCertain: true,
      reason: `${lossNameOf(design.recipe.loss)} over one output is constant: with one class there is nothing to choose`,
      ...layerOf(lastLayer(design.network)),
      remedies: ['taskLoss', 'outputShape'],
    };
  },
};
