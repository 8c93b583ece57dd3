import { numbers } from '../../examples/data.ts';
import { dense, type RuleExample } from '../../examples/example.ts';

export const example: RuleExample = {
  healthy: { data: numbers, network: [dense(32), dense(1)], recipe: { loss: 'mse', metrics: ['r2'] } },
  sick: { recipe: { metrics: ['accuracy'] } },
  cures: [],
};
