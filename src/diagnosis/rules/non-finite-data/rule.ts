import { formatNumber } from '../format-number.ts';
import type { Rule } from '../rule.ts';

/** NaN or infinity among inputs or targets: one of them makes every parameter NaN. */
export const nonFiniteData: Rule = {
  name: 'non-finite-data',
  family: 'data',
  title: 'NaN or infinity in the data',
  rows: ['G6'],
  suspect({ subject: { design, train }, inputs, target }) {
    // A preparation inside the network fills in what is missing.
    const fields = design.network.preparation === undefined ? [...inputs] : [];
    const found = [...fields, { name: train.target!.name, ...target }].flatMap(({ name, nonFiniteCount }) => {
      const count = nonFiniteCount.reduce((sum, each) => sum + each, 0);
      return count === 0 ? [] : [{ name, count }];
    });
    if (found.length === 0) return undefined;
    const count = found.reduce((sum, each) => sum + each.count, 0);
    const places = found.map((each) => `${formatNumber(each.count)} in '${each.name}'`).join(', ');
    return {
      likelihood: 0.99,
      reason: `numbers that are NaN or infinite: ${places}`,
      remedies: [],
      measured: { status: 'confirmed', quantity: 'numbers that are not finite', found: count, expected: 0 },
    };
  },
};
