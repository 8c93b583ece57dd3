import { sides } from '../../examples/data.ts';
import { dense, type RuleExample } from '../../examples/example.ts';

export const example: RuleExample = {
  healthy: {
    data: sides,
    network: [dense(16), dense(1, { activation: 'sigmoid' })],
    recipe: { loss: 'binaryCrossEntropyOnProbabilities' },
  },
  sick: { network: [dense(16), dense(1, { activation: 'softmax' })] },
  layer: 'dense_2',
};
