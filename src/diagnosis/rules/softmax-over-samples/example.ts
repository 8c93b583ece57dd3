import { sequential } from '../../../nn/index.ts';
import { classes } from '../../examples/data.ts';
import { dense, type RuleExample, withAttribute } from '../../examples/example.ts';

const layers = [dense(16), dense(4, { activation: 'softmax' })];

export const example: RuleExample = {
  healthy: {
    data: () => classes(4, { encoding: 'column' }),
    network: layers,
    recipe: { loss: 'crossEntropyOnProbabilities', batchSize: 1, learningRate: 3e-3, epochs: 5 },
  },
  // `nn.Softmax(dim=0)`: with one sample in the batch every output is 1.
  sick: { network: (seed) => withAttribute(sequential(layers, { inputShape: [2], seed }), 'Softmax', 'axis', 0) },
  layer: 'dense_2',
};
