import { findLoss, lossNameOf } from '../../../nn/index.ts';
import { outputActivations } from '../../remedies/output-activation.ts';
import { lastLayer } from '../../subject.ts';
import { layerOf } from '../layer-of.ts';
import type { Rule } from '../rule.ts';

/** No sigmoid or softmax at the output of a classifier whose loss does not bring one of its own. */
export const missingOutputActivation: Rule = {
  name: 'missing-output-activation',
  family: 'output-activation',
  title: 'no output activation where the loss needs one',
  rows: ['G3', 'D8'],
  suspect({ subject: { design }, task }) {
    if (task.kind === 'numbers' || outputActivations(design).length > 0) return undefined;
    const { output } = findLoss(design.recipe.loss);
    const takesProbabilities = output === 'probabilities';
    return {
      likelihood: takesProbabilities ? 0.7 : 0.2,
      reason: takesProbabilities
        ? `the loss ${lossNameOf(design.recipe.loss)} takes probabilities, the output is linear`
        : `the output is linear, and the loss ${lossNameOf(design.recipe.loss)} does not take logits`,
      ...layerOf(lastLayer(design.network)),
      remedies: ['outputActivation'],
    };
  },
};
