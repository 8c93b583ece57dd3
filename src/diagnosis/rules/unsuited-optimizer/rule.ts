import type { Rule } from '../rule.ts';

/** Another optimizer than Adam (G1), which forgives most. */
export const unsuitedOptimizer: Rule = {
  name: 'unsuited-optimizer',
  family: 'optimizer',
  title: 'an optimizer that does not suit',
  rows: ['G1'],
  suspect({ subject: { design } }) {
    const { name } = design.recipe.optimizer;
    return {
      likelihood: name === 'sgd' ? 0.3 : 0.08,
      reason: `${name} in place of Adam`,
      remedies: ['adamOptimizer'],
    };
  },
};
