import { classes } from '../../examples/data.ts';
import { dense, type RuleExample } from '../../examples/example.ts';

export const example: RuleExample = {
  healthy: {
    data: classes,
    network: [dense(16), dense(4, { activation: 'softmax' })],
    recipe: { loss: 'categoricalCrossEntropyOnProbabilities' },
  },
  sick: { network: [dense(16), dense(4, { activation: 'relu' })] },
  layer: 'dense_2',
};
