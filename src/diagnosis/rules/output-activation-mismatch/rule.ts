import { findLoss, type LossChoice, lossNameOf } from '../../../nn/index.ts';
import { outputActivations } from '../../remedies/output-activation.ts';
import { lastLayer, outputWidth } from '../../subject.ts';
import { layerOf } from '../layer-of.ts';
import type { Rule } from '../rule.ts';

/** An output activation that does not go with a classifier's loss: ReLU before a loss of probabilities, softmax twice. */
export const outputActivationMismatch: Rule = {
  name: 'output-activation-mismatch',
  family: 'output-activation',
  title: 'the output activation contradicts the loss',
  rows: ['G3', 'D8'],
  suspect({ subject: { design }, task }) {
    const found = outputActivations(design);
    const activation = found.at(-1)?.opType;
    if (task.kind === 'numbers' || activation === undefined) return undefined;
    // Softmax of one unit, softmax of labels, and a second softmax or sigmoid have rules of their own.
    if (findLoss(design.recipe.loss).output === 'logits') return undefined;
    if (activation === 'Softmax' && (outputWidth(design.network) === 1 || task.kind === 'labels')) return undefined;
    const { likelihood, reason } = judge(activation, task.kind, design.recipe.loss);
    return { likelihood, reason, ...layerOf(lastLayer(design.network)), remedies: ['outputActivation'] };
  },
};

function judge(activation: string, kind: string, loss: LossChoice): { likelihood: number; reason: string } {
  const { output } = findLoss(loss);
  const name = lossNameOf(loss);
  if (activation === 'Sigmoid' && kind === 'classes') {
    return { likelihood: 0.3, reason: 'a sigmoid for each class, where one class excludes the others' };
  }
  if (output === 'probabilities') {
    return { likelihood: 0.95, reason: `the loss ${name} takes probabilities, which ${activation} does not give` };
  }
  return { likelihood: 0.6, reason: `${activation} does not give the answer that the targets ask for` };
}
