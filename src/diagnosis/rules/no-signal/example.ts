import { numbers } from '../../examples/data.ts';
import { dense, type RuleExample } from '../../examples/example.ts';
import { withTargets } from '../../examples/spoilt-data.ts';

/** As many samples as tell that nothing is there to learn. */
const surface = () => numbers({ samples: 256 });

export const example: RuleExample = {
  healthy: { data: surface, network: [dense(32), dense(1)], recipe: { loss: 'mse' } },
  sick: {
    data: () => {
      const noise = (part: 'train' | 'validation', data: ReturnType<typeof surface>) =>
        withTargets(data, part, (rows, random) => rows.map(() => [random.normal()]));
      return noise('validation', noise('train', surface()));
    },
  },
  cures: [],
};
