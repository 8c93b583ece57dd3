import { findLoss, lossNameOf } from '../../../nn/index.ts';
import type { Evidence } from '../../evidence/evidence.ts';
import { outputActivations } from '../../remedies/output-activation.ts';
import { outputWidth } from '../../subject.ts';
import type { Rule } from '../rule.ts';

/** A loss that compares outputs with another kind of target than the data hold. */
export const lossForAnotherTask: Rule = {
  name: 'loss-for-another-task',
  family: 'loss',
  title: 'a loss for another task',
  rows: ['D8'],
  suspect(evidence) {
    const found = judge(evidence);
    return found && { ...found, remedies: ['taskLoss'] };
  },
};

function judge({ subject: { design }, task, target: statistics }: Evidence) {
  const { loss } = design.recipe;
  const { target, output } = findLoss(loss);
  const name = lossNameOf(loss);
  if (task.kind === 'numbers') {
    if (target !== 'numbers') return { likelihood: 0.95, reason: `${name} is for classes, the targets are numbers` };
    if (output !== 'rates') return { likelihood: 0.15, reason: `${name} in place of squared errors` };
    return Math.min(...statistics.minimum) < 0
      ? { likelihood: 0.95, reason: `${name} on negative numbers` }
      : { likelihood: 0.1, reason: `${name} in place of squared errors` };
  }
  // A constant loss, logits taken for probabilities and class numbers taken for values have rules of their own.
  if (target === 'oneHot' && outputWidth(design.network) === 1) return undefined;
  if (output === 'probabilities' && outputActivations(design).length === 0) return undefined;
  if (task.kind === 'classes' && task.encoding === 'column' && target !== 'classes') return undefined;
  if (task.kind === 'labels' && target === 'oneHot') {
    return { likelihood: 0.6, reason: `${name} is for one class a sample, the samples have several labels or none` };
  }
  if (target === 'numbers') return { likelihood: 0.4, reason: `${name} is for numbers, the targets are classes` };
  return { likelihood: 0.3, reason: `${name} is not the loss that the targets ask for` };
}
