import { numbers } from '../../examples/data.ts';
import { dense, type RuleExample } from '../../examples/example.ts';

export const example: RuleExample = {
  healthy: {
    data: numbers,
    network: [dense(32), { layer: 'batchNorm' }, dense(32), { layer: 'batchNorm' }, dense(1)],
    recipe: { loss: 'mse', batchSize: 16, epochs: 10 },
  },
  sick: { recipe: { batchSize: 2 } },
  layer: 'batch_norm_1',
};
