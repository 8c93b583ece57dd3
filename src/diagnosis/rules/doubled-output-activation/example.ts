import { classes } from '../../examples/data.ts';
import { dense, type RuleExample } from '../../examples/example.ts';

export const example: RuleExample = {
  healthy: {
    data: () => classes(12, { encoding: 'column', samples: 192 }),
    network: [dense(32), dense(12)],
    recipe: { loss: 'crossEntropy', optimizer: 'sgd', learningRate: 0.2, epochs: 8 },
  },
  sick: { network: [dense(32), dense(12, { activation: 'softmax' })] },
  layer: 'dense_2',
};
