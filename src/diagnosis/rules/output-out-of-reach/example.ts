import { numbers } from '../../examples/data.ts';
import { dense, type RuleExample } from '../../examples/example.ts';

export const example: RuleExample = {
  healthy: { data: numbers, network: [dense(32), dense(1)], recipe: { loss: 'mse' } },
  sick: { network: [dense(32), dense(1, { activation: 'sigmoid' })] },
  layer: 'dense_2',
};
