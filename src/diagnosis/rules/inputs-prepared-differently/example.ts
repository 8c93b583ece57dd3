import { numbers } from '../../examples/data.ts';
import { dense, type RuleExample } from '../../examples/example.ts';

export const example: RuleExample = {
  healthy: { data: numbers, network: [dense(32), dense(1)], recipe: { loss: 'mse' } },
  sick: {
    data: () => ({ train: numbers().train, validation: numbers({ inputScale: 20, inputOffset: 50 }).validation }),
  },
  cures: [],
};
