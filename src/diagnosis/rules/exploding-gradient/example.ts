import { numbers } from '../../examples/data.ts';
import { dense, type RuleExample } from '../../examples/example.ts';

const six = (deviation: number) => [
  ...Array.from({ length: 6 }, () => dense(24, { initializer: { name: 'normal', deviation } })),
  dense(1),
];

export const example: RuleExample = {
  healthy: { data: numbers, network: six(0.29), recipe: { loss: 'mse', learningRate: 1e-3, epochs: 40 } },
  sick: { network: six(1) },
  layer: 'dense_5',
};
