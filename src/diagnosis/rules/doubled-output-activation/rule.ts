import { findLoss, lossNameOf } from '../../../nn/index.ts';
import { outputActivations } from '../../remedies/output-activation.ts';
import { lastLayer, outputWidth } from '../../subject.ts';
import { layerOf } from '../layer-of.ts';
import type { Rule } from '../rule.ts';

/** A softmax or sigmoid at the output, and another one inside the loss: probabilities squeezed to nearly alike ones. */
export const doubledOutputActivation: Rule = {
  name: 'doubled-output-activation',
  family: 'output-activation',
  title: 'softmax or sigmoid twice: at the output and in the loss',
  rows: ['G3', 'D8'],
  suspect({ subject: { design }, task }) {
    const activation = outputActivations(design).at(-1)?.opType;
    if (task.kind === 'numbers' || activation === undefined) return undefined;
    if (findLoss(design.recipe.loss).output !== 'logits') return undefined;
    if (activation === 'Softmax' && (outputWidth(design.network) === 1 || task.kind === 'labels')) return undefined;
    return {
      likelihood: activation === 'Sigmoid' && task.kind === 'classes' ? 0.3 : 0.6,
      reason: `the loss ${lossNameOf(design.recipe.loss)} applies its own softmax or sigmoid, and the output went through ${activation} before`,
      ...layerOf(lastLayer(design.network)),
      remedies: ['outputActivation'],
    };
  },
};
