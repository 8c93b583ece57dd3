import { classes } from '../../examples/data.ts';
import { dense, type RuleExample } from '../../examples/example.ts';

const eight = () => classes(8, { encoding: 'column' });

export const example: RuleExample = {
  healthy: { data: eight, network: [dense(32), dense(32), dense(8)], recipe: { loss: 'crossEntropy' } },
  sick: { network: [dense(32), dense(1), dense(8)] },
  layer: 'dense_2',
};
