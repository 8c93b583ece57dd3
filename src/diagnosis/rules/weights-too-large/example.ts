import { numbers } from '../../examples/data.ts';
import { dense, type RuleExample } from '../../examples/example.ts';

const drawn = { initializer: { name: 'normal', deviation: 1 } } as const;

export const example: RuleExample = {
  healthy: {
    data: numbers,
    network: [dense(32), dense(32), dense(32), dense(1)],
    recipe: { loss: 'mse', learningRate: 1e-3 },
  },
  sick: { network: [dense(32, drawn), dense(32, drawn), dense(32, drawn), dense(1, drawn)] },
  layer: 'dense_4',
};
