import { yesNo } from '../../examples/data.ts';
import { dense, type RuleExample } from '../../examples/example.ts';

export const example: RuleExample = {
  healthy: {
    data: yesNo,
    network: [dense(32), dense(32), dense(1)],
    recipe: { loss: 'binaryCrossEntropy', optimizer: 'adam', learningRate: 1e-3, epochs: 60 },
  },
  sick: { recipe: { optimizer: 'sgd' } },
};
