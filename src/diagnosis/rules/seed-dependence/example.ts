import { yesNo } from '../../examples/data.ts';
import { dense, type RuleExample } from '../../examples/example.ts';

export const example: RuleExample = {
  healthy: { data: yesNo, network: [dense(32), dense(1)], recipe: { loss: 'binaryCrossEntropy', epochs: 40 } },
  sick: { network: [dense(4), dense(1)] },
  seeds: 5,
};
