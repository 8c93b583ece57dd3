import { sequential } from '../../../nn/index.ts';
import { classes } from '../../examples/data.ts';
import { dense, type RuleExample, withAttribute } from '../../examples/example.ts';

const layers = [dense(16), dense(16, { activation: 'softmax' }), dense(4)];

export const example: RuleExample = {
  healthy: {
    data: () => classes(4, { encoding: 'column' }),
    network: layers,
    recipe: { loss: 'crossEntropy', batchSize: 1, learningRate: 3e-3, epochs: 8 },
  },
  // `nn.Softmax(dim=0)` between the layers.
  sick: { network: (seed) => withAttribute(sequential(layers, { inputShape: [2], seed }), 'Softmax', 'axis', 0) },
};
