import { numbers } from '../../examples/data.ts';
import { dense, type RuleExample } from '../../examples/example.ts';

const layers = (deviation: number) => [
  ...[1, 2, 3].flatMap(() => [
    dense(24, { initializer: { name: 'normal', deviation } } as const),
    { layer: 'batchNorm' } as const,
  ]),
  dense(1, { initializer: { name: 'normal', deviation } }),
];

export const example: RuleExample = {
  healthy: { data: numbers, network: layers(0.29), recipe: { loss: 'mse', learningRate: 3e-3, epochs: 30 } },
  sick: { network: layers(15) },
  layer: 'batch_norm_1',
};
