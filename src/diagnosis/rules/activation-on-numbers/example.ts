import { numbers } from '../../examples/data.ts';
import { dense, type RuleExample } from '../../examples/example.ts';

export const example: RuleExample = {
  healthy: {
    data: () => numbers({ targetScale: 0.1, targetOffset: 0.5 }),
    network: [dense(32), dense(2, { activation: 'tanh' }), dense(1)],
    recipe: { loss: 'mse' },
  },
  sick: {
    network: [
      dense(32),
      dense(2, { activation: 'tanh' }),
      dense(1, { activation: 'relu', biasInitializer: { name: 'constant', value: -3 } }),
    ],
  },
  layer: 'dense_3',
};
