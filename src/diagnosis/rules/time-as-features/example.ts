import { drawData, type ExampleData } from '../../examples/data.ts';
import { dense, type RuleExample } from '../../examples/example.ts';

const [steps, features] = [24, 3];

/**
 * Series of three waves, of which the second follows the first or runs against it, and the third has nothing to do with
 * them: as all features of each step, or in memory that holds all steps of each feature.
 */
const waves = (isFeatureFirst: boolean) => (): ExampleData =>
  drawData(
    (random, index) => {
      const sign = index % 2 === 0 ? 1 : -1;
      const [pace, phase, other] = [0.3 + 0.3 * random.uniform(), 6.28 * random.uniform(), 6.28 * random.uniform()];
      const values = Array.from({ length: steps * features }, (_, at) => {
        const feature = isFeatureFirst ? Math.floor(at / steps) : at % features;
        const step = isFeatureFirst ? at % steps : Math.floor(at / features);
        const wave = Math.sin(pace * step + (feature === 2 ? other : phase));
        return (feature === 1 ? sign : 1) * wave + 0.1 * random.normal();
      });
      return [values, [index % 2]];
    },
    { samples: 192, shape: [steps, features] },
  );

export const example: RuleExample = {
  healthy: {
    data: waves(false),
    network: [
      { layer: 'permute', axes: [2, 1] },
      { layer: 'conv1d', filters: 8, kernelSize: 3 },
      { layer: 'globalAveragePool' },
      dense(1),
    ],
    recipe: { loss: 'binaryCrossEntropy', learningRate: 0.03, epochs: 20 },
  },
  // `x.reshape(n, steps, features)` of an array of [n, features, steps].
  sick: { data: waves(true) },
};
