import { labels } from '../../examples/data.ts';
import { dense, type RuleExample } from '../../examples/example.ts';

export const example: RuleExample = {
  healthy: {
    data: labels,
    network: [dense(16), dense(4, { activation: 'sigmoid' })],
    recipe: { loss: 'binaryCrossEntropyOnProbabilities' },
  },
  sick: { network: [dense(16), dense(4, { activation: 'softmax' })] },
  layer: 'dense_2',
};
