import { yesNo } from '../../examples/data.ts';
import { dense, type RuleExample } from '../../examples/example.ts';

export const example: RuleExample = {
  healthy: { data: yesNo, network: [dense(32), dense(32), dense(1)], recipe: { loss: 'binaryCrossEntropy' } },
  sick: { recipe: { learningRate: 2 } },
  layer: 'dense_2',
};
