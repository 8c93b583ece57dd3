import { numbers } from '../../examples/data.ts';
import { dense, type RuleExample } from '../../examples/example.ts';

export const example: RuleExample = {
  healthy: {
    data: () => numbers({ samples: 512 }),
    network: [dense(32), dense(1)],
    recipe: { loss: 'mse', batchSize: 32, learningRate: 3e-3, epochs: 6 },
  },
  sick: { recipe: { batchSize: 512 } },
};
