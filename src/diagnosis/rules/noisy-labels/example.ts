import { classes } from '../../examples/data.ts';
import { dense, type RuleExample } from '../../examples/example.ts';
import { withTargets } from '../../examples/spoilt-data.ts';

/** Clouds of four classes. */
const clouds = () => classes(4, { encoding: 'column', samples: 256 });

export const example: RuleExample = {
  healthy: { data: clouds, network: [dense(16), dense(4)], recipe: { loss: 'crossEntropy' } },
  sick: {
    data: () =>
      withTargets(clouds(), 'train', (rows, random) =>
        rows.map((row) => (random.uniform() < 0.4 ? [random.integer(4)] : row)),
      ),
  },
  cures: [],
};
