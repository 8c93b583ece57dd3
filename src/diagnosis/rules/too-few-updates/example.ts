import { numbers } from '../../examples/data.ts';
import { dense, type RuleExample } from '../../examples/example.ts';

export const example: RuleExample = {
  healthy: { data: numbers, network: [dense(32), dense(1)], recipe: { loss: 'mse', learningRate: 3e-3, epochs: 40 } },
  sick: { recipe: { epochs: 1 } },
};
