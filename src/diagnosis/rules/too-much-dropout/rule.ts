import { formatNumber } from '../format-number.ts';
import type { Rule } from '../rule.ts';

/** Shares above this are rare: Srivastava et al. (2014), section A.4, call 0.2 to 0.5 typical of hidden units. */
const usual = 0.5;

/** Dropout that leaves too little of the signal. */
export const tooMuchDropout: Rule = {
  name: 'too-much-dropout',
  family: 'regularization',
  title: 'too much dropout',
  rows: ['D1'],
  suspect({ subject: { design } }) {
    const { nodes, initializers } = design.network.graph;
    const found = nodes
      .filter(({ opType }) => opType === 'Dropout')
      .map((node) => ({ node, rate: initializers.get(node.inputs[1] ?? '')?.data[0] ?? 0.5 }))
      .toSorted((a, b) => Number(b.rate) - Number(a.rate));
    const [worst] = found;
    if (worst === undefined) return undefined;
    const rate = Number(worst.rate);
    return {
      likelihood: rate > usual ? 0.4 : 0.15,
      reason: `${formatNumber(100 * rate)} % of the units are dropped at each step`,
      ...(worst.node.layer === undefined ? {} : { layer: worst.node.layer }),
      remedies: ['noDropout'],
    };
  },
};
