import { numbers } from '../../examples/data.ts';
import { dense, type RuleExample } from '../../examples/example.ts';

const sgd = { name: 'sgd', learningRate: 0.05 } as const;

export const example: RuleExample = {
  healthy: {
    data: numbers,
    network: [dense(32), dense(1)],
    recipe: { loss: 'mse', optimizer: sgd, learningRate: undefined, batchSize: 32 },
  },
  sick: { recipe: { loss: { name: 'mse', reduction: 'sum' } } },
};
