import { drawData } from '../../examples/data.ts';
import { dense, type RuleExample } from '../../examples/example.ts';

/** Two of twelve inputs matter, and a third of what is asked for is noise. */
const noisy = (samples: number) => () =>
  drawData(
    (random) => {
      const x = Array.from({ length: 12 }, () => random.normal());
      return [x, [x[0]! - x[1]! + 0.6 * random.normal()]];
    },
    { samples },
  );

export const example: RuleExample = {
  healthy: {
    data: noisy(512),
    network: [dense(64), dense(64), dense(1)],
    recipe: { loss: 'mse', learningRate: 3e-3, epochs: 5 },
  },
  sick: { data: noisy(32), recipe: { epochs: 300 } },
  gain: 0.1,
};
