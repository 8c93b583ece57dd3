import { numbers } from '../../examples/data.ts';
import { dense, type RuleExample } from '../../examples/example.ts';
import { withTargets } from '../../examples/spoilt-data.ts';

export const example: RuleExample = {
  healthy: { data: numbers, network: [dense(32), dense(1)], recipe: { loss: 'mse' } },
  sick: {
    data: () => withTargets(numbers(), 'train', (rows) => rows.map((row, i) => (i === 7 ? [Number.NaN] : row))),
  },
  cures: [],
};
