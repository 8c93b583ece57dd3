import { sides } from '../../examples/data.ts';
import { dense, type RuleExample } from '../../examples/example.ts';

export const example: RuleExample = {
  healthy: {
    data: sides,
    network: [dense(16, { activation: 'tanh' }), dense(1)],
    recipe: { loss: 'binaryCrossEntropy' },
  },
  sick: { data: () => sides({ inputScale: 300, inputOffset: 1000 }) },
  layer: 'dense_1',
};
