import { sequential } from '../../../nn/index.ts';
import { classes } from '../../examples/data.ts';
import { dense, type RuleExample, withAttribute } from '../../examples/example.ts';

const layers = [dense(16), dense(4, { activation: 'softmax' })];

export const example: RuleExample = {
  healthy: { data: classes, network: layers, recipe: { loss: 'categoricalCrossEntropyOnProbabilities' } },
  // `nn.Softmax(dim=0)`
  sick: { network: (seed) => withAttribute(sequential(layers, { inputShape: [2], seed }), 'Softmax', 'axis', 0) },
  layer: 'dense_2',
};
