import { yesNo } from '../../examples/data.ts';
import { dense, type RuleExample } from '../../examples/example.ts';

const alike = { initializer: { name: 'constant', value: 0.1 } } as const;

export const example: RuleExample = {
  healthy: { data: yesNo, network: [dense(32), dense(32), dense(1)], recipe: { loss: 'binaryCrossEntropy' } },
  sick: { network: [dense(32, alike), dense(32, alike), dense(1)] },
  layer: 'dense_1',
};
