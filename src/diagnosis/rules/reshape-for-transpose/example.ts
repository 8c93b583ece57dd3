import type { LayerInput } from '../../../nn/index.ts';
import { drawData, type ExampleData } from '../../examples/data.ts';
import { dense, type RuleExample } from '../../examples/example.ts';

const [features, steps] = [3, 24];

/**
 * All steps of each of three features: waves, of which the second follows the first or runs against it, so fast and noisy that
 * neighbours are not alike.
 */
const waves = (): ExampleData =>
  drawData(
    (random, index) => {
      const sign = index % 2 === 0 ? 1 : -1;
      const [pace, phase, other] = [1 + random.uniform(), 6.28 * random.uniform(), 6.28 * random.uniform()];
      const values = Array.from({ length: features * steps }, (_, at) => {
        const feature = Math.floor(at / steps);
        const wave = Math.sin(pace * (at % steps) + (feature === 2 ? other : phase));
        return (feature === 1 ? sign : 1) * wave + 0.5 * random.normal();
      });
      return [values, [index % 2]];
    },
    { samples: 192, shape: [features, steps] },
  );

const network = (first: LayerInput): LayerInput[] => [
  first,
  { layer: 'permute', axes: [2, 1] },
  { layer: 'conv1d', filters: 8, kernelSize: 3 },
  { layer: 'globalAveragePool' },
  dense(1),
];

export const example: RuleExample = {
  healthy: {
    data: waves,
    network: network({ layer: 'permute', axes: [2, 1], name: 'steps_first' }),
    recipe: { loss: 'binaryCrossEntropy', learningRate: 0.03, epochs: 20 },
  },
  sick: { network: network({ layer: 'reshape', shape: [steps, features], name: 'steps_first' }) },
  layer: 'steps_first',
};
