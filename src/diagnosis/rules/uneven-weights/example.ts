import { numbers } from '../../examples/data.ts';
import { dense, type RuleExample } from '../../examples/example.ts';

const drawn = (deviation: number) => ({ initializer: { name: 'normal', deviation } }) as const;

export const example: RuleExample = {
  healthy: {
    data: numbers,
    network: [dense(64), dense(4), dense(64), dense(4), dense(1)],
    recipe: { loss: 'mse', learningRate: 1e-3, epochs: 60 },
  },
  sick: {
    network: [
      dense(64, drawn(0.05)),
      dense(4, drawn(0.9)),
      dense(64, drawn(0.05)),
      dense(4, drawn(0.9)),
      dense(1, drawn(0.9)),
    ],
  },
  layer: 'dense_2',
};
