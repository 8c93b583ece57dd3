import { numbers } from '../../examples/data.ts';
import { dense, type RuleExample } from '../../examples/example.ts';

export const example: RuleExample = {
  healthy: {
    data: () => numbers({ sortTrain: true }),
    network: [dense(16), dense(1)],
    recipe: { loss: 'mse', optimizer: 'sgd', learningRate: 0.2, epochs: 10 },
  },
  sick: { recipe: { shuffle: false } },
};
