import { findLoss, lossNameOf } from '../../../nn/index.ts';
import { outputActivations } from '../../remedies/output-activation.ts';
import { outputWidth } from '../../subject.ts';
import type { Rule } from '../rule.ts';

/** Targets that hold the number of a class, under a loss that compares each output with that number. */
export const classNumbersAsValues: Rule = {
  name: 'class-numbers-as-values',
  family: 'loss',
  title: 'class numbers compared as if they were values',
  rows: ['D8'],
  suspect({ subject: { design }, task }) {
    if (task.kind !== 'classes' || task.encoding !== 'column') return undefined;
    const { target, output } = findLoss(design.recipe.loss);
    if (target === 'classes' || (target === 'oneHot' && outputWidth(design.network) === 1)) return undefined;
    if (output === 'probabilities' && outputActivations(design).length === 0) return undefined;
    return {
      likelihood: 0.9,
      reason: `${lossNameOf(design.recipe.loss)} compares each output with the number of the class, from 0 to ${task.count - 1}`,
      remedies: ['taskLoss', 'outputShape'],
    };
  },
};
