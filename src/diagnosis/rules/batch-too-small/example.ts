import { drawData } from '../../examples/data.ts';
import { dense, type RuleExample } from '../../examples/example.ts';

/** A slope under noise of half its size. */
const noisy = () =>
  drawData((random) => {
    const x = [random.normal(), random.normal()];
    return [x, [x[0]! - x[1]! + 0.7 * random.normal()]];
  });

export const example: RuleExample = {
  healthy: {
    data: noisy,
    network: [dense(16), dense(1)],
    recipe: { loss: 'mse', batchSize: 32, learningRate: 0.1, epochs: 10 },
  },
  sick: { recipe: { batchSize: 1 } },
};
