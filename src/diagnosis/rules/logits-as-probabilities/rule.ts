import { findLoss, lossNameOf } from '../../../nn/index.ts';
import { outputActivations } from '../../remedies/output-activation.ts';
import { lastLayer, outputWidth } from '../../subject.ts';
import { layerOf } from '../layer-of.ts';
import type { Rule } from '../rule.ts';

/** A loss that takes probabilities on a linear output: the one that takes logits was meant (`from_logits`). */
export const logitsAsProbabilities: Rule = {
  name: 'logits-as-probabilities',
  family: 'loss',
  title: 'the loss takes logits for probabilities',
  rows: ['G3', 'D8'],
  suspect({ subject: { design }, task }) {
    if (task.kind === 'numbers' || outputActivations(design).length > 0) return undefined;
    const { target, output } = findLoss(design.recipe.loss);
    if (output !== 'probabilities' || (target === 'oneHot' && outputWidth(design.network) === 1)) return undefined;
    return {
      likelihood: 0.7,
      reason: `the loss ${lossNameOf(design.recipe.loss)} takes probabilities, the output is linear`,
      ...layerOf(lastLayer(design.network)),
      remedies: ['taskLoss'],
    };
  },
};
