import { drawData } from '../../examples/data.ts';
import { dense, type RuleExample } from '../../examples/example.ts';

/** Yes in the middle of a ring of noes: half of the samples, or one of twenty. */
const rare = (every: number) => () =>
  drawData(
    (random, index) => {
      const isYes = index % every === 0;
      const angle = 2 * Math.PI * random.uniform();
      const radius = isYes ? 0.3 * random.uniform() : 1.5;
      return [[radius * Math.cos(angle), radius * Math.sin(angle)], [isYes ? 1 : 0]];
    },
    { samples: 256 },
  );

export const example: RuleExample = {
  healthy: {
    data: rare(2),
    network: [dense(16), dense(1)],
    recipe: { loss: 'binaryCrossEntropy', learningRate: 5e-3, epochs: 8 },
  },
  sick: { data: rare(20) },
};
