import { optimizerSchema } from '../../../optim/index.ts';
import { formatNumber } from '../format-number.ts';
import type { Rule } from '../rule.ts';

/** Shares of an average that a step keeps: more than this remembers hundreds of steps, and overshoots. */
const longMemory: Readonly<Record<string, number>> = { momentum: 0.97, beta1: 0.97, beta2: 0.9999, alpha: 0.9999 };
/** Below this a second moment follows single gradients (Reddi et al., 2018, show that it need not converge). */
const shortMemory: Readonly<Record<string, number>> = { beta2: 0.9, alpha: 0.5 };
/** An epsilon of this size is as large as the gradients: steps are then not scaled any more. */
const largeEpsilon = 1e-2;

/** Momenta or an epsilon far from those that the optimizer's authors propose. */
export const optimizerConstants: Rule = {
  name: 'optimizer-constants',
  family: 'optimizer',
  title: 'unusual constants of the optimizer',
  rows: ['G1'],
  suspect({ subject: { design } }) {
    const { optimizer } = design.recipe;
    const usual = optimizerSchema.parse(optimizer.name) as Readonly<Record<string, unknown>>;
    const strange = Object.entries(optimizer).filter(([key, value]) => {
      if (typeof value !== 'number' || value === usual[key]) return false;
      const isLong = value > (longMemory[key] ?? Number.POSITIVE_INFINITY);
      const isShort = value < (shortMemory[key] ?? Number.NEGATIVE_INFINITY);
      return isLong || isShort || (key === 'epsilon' && value >= largeEpsilon);
    });
    if (strange.length === 0) return undefined;
    const list = strange.map(([key, value]) => `${key} ${value}, usually ${formatNumber(Number(usual[key]))}`);
    return { likelihood: 0.4, reason: `${optimizer.name} with ${list.join(', ')}`, remedies: ['usualConstants'] };
  },
};
