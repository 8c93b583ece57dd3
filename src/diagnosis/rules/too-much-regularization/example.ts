import { numbers } from '../../examples/data.ts';
import { dense, type RuleExample } from '../../examples/example.ts';

const penalised = (l2: number) => {
  const kernelRegularizer = { l2 };
  return [dense(32, { kernelRegularizer }), dense(32, { kernelRegularizer }), dense(1, { kernelRegularizer })];
};

export const example: RuleExample = {
  healthy: { data: numbers, network: penalised(1e-5), recipe: { loss: 'mse' } },
  sick: { network: penalised(1) },
  layer: 'dense_1',
};
