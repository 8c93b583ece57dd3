import { drawData } from '../../examples/data.ts';
import { dense, type RuleExample } from '../../examples/example.ts';

/** Inside a circle or outside: without biases, only the direction of a sample counts, not how far out it lies. */
const rings = () =>
  drawData((random) => {
    const x = [random.normal(), random.normal()];
    return [x, [x[0]! ** 2 + x[1]! ** 2 < 1.4 ? 1 : 0]];
  });

export const example: RuleExample = {
  healthy: { data: rings, network: [dense(32), dense(1)], recipe: { loss: 'binaryCrossEntropy' } },
  sick: { network: [dense(32, { bias: false }), dense(1, { bias: false })] },
  layer: 'dense_1',
};
