import { numbers } from '../../examples/data.ts';
import { dense, type RuleExample } from '../../examples/example.ts';

const penalised = (l2: number) => [dense(32), dense(32, { kernelRegularizer: { l2 } }), dense(1)];

export const example: RuleExample = {
  healthy: { data: numbers, network: penalised(1e-4), recipe: { loss: 'mse' } },
  sick: { network: penalised(1) },
  layer: 'dense_2',
};
