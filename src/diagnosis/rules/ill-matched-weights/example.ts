import { numbers } from '../../examples/data.ts';
import { dense, type RuleExample } from '../../examples/example.ts';

/** `scale` 2 is He's initialisation, for ReLU; 1 is LeCun's, for layers that are linear around 0. */
const ten = (scale: number) => [
  ...Array.from({ length: 10 }, () =>
    dense(32, { initializer: { name: 'varianceScaling', scale, mode: 'fan_in', distribution: 'truncated_normal' } }),
  ),
  dense(1),
];

export const example: RuleExample = {
  healthy: { data: numbers, network: ten(2), recipe: { loss: 'mse', learningRate: 1e-3, epochs: 5 } },
  sick: { network: ten(0.5) },
  layer: 'dense_1',
};
