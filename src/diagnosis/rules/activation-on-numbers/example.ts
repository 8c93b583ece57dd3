import { drawData } from '../../examples/data.ts';
import { dense, type RuleExample } from '../../examples/example.ts';

/** Two numbers from 0 to 1 that have nothing to do with each other. */
const shares = () =>
  drawData((random) => {
    const x = [random.normal(), random.normal()];
    return [x, x.map((value) => 0.5 + 0.4 * Math.tanh(value))];
  });

export const example: RuleExample = {
  healthy: { data: shares, network: [dense(32), dense(2)], recipe: { loss: 'mse' } },
  sick: { network: [dense(32), dense(2, { activation: 'softmax' })] },
  layer: 'dense_2',
};
