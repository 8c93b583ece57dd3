import { numbers } from '../../examples/data.ts';
import { dense, type RuleExample } from '../../examples/example.ts';

const softmax = { layer: 'activation', activation: 'softmax' } as const;

export const example: RuleExample = {
  healthy: { data: numbers, network: [dense(32), dense(32), dense(32), dense(1)], recipe: { loss: 'mse', epochs: 10 } },
  sick: { network: [dense(32), softmax, dense(32), softmax, dense(32), softmax, dense(1)] },
  layer: 'dense_1',
};
