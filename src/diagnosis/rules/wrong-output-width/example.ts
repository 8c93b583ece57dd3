import { classes } from '../../examples/data.ts';
import { dense, type RuleExample } from '../../examples/example.ts';

export const example: RuleExample = {
  healthy: {
    data: () => classes(4, { encoding: 'column' }),
    network: [dense(16), dense(4)],
    recipe: { loss: 'crossEntropy' },
  },
  sick: { network: [dense(16), dense(3)] },
  layer: 'dense_2',
};
