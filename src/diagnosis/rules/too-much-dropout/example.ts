import { numbers } from '../../examples/data.ts';
import { dense, type RuleExample } from '../../examples/example.ts';

const layers = (rate: number) =>
  [dense(16), { layer: 'dropout', rate }, dense(16), { layer: 'dropout', rate }, dense(1)] as const;

export const example: RuleExample = {
  healthy: { data: numbers, network: layers(0.05), recipe: { loss: 'mse' } },
  sick: { network: layers(0.9) },
  layer: 'dropout_1',
};
