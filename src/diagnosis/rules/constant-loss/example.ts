import { sides } from '../../examples/data.ts';
import { dense, type RuleExample } from '../../examples/example.ts';

export const example: RuleExample = {
  healthy: { data: sides, network: [dense(16), dense(1)], recipe: { loss: 'binaryCrossEntropy' } },
  sick: { recipe: { loss: 'categoricalCrossEntropy' } },
  layer: 'dense_2',
};
