import { drawData, type ExampleData } from '../../examples/data.ts';
import { dense, type RuleExample } from '../../examples/example.ts';

const [side, channels] = [12, 3];

/**
 * Pictures of waves, of which the green ones follow the red ones or run against them, and the blue ones have nothing to do
 * with them: with rows, columns and channels as they should be, or in memory that holds the channels first.
 */
const waves = (isChannelsFirst: boolean) => (): ExampleData =>
  drawData(
    (random, index) => {
      const sign = index % 2 === 0 ? 1 : -1;
      const [phase, blue] = [6.28 * random.uniform(), 6.28 * random.uniform()];
      const [down, across] = [0.4 + 0.4 * random.uniform(), 0.4 + 0.4 * random.uniform()];
      const pixels = Array.from({ length: side * side * channels }, (_, at) => {
        const channel = isChannelsFirst ? Math.floor(at / side ** 2) : at % channels;
        const pixel = isChannelsFirst ? at % side ** 2 : Math.floor(at / channels);
        const wave = down * Math.floor(pixel / side) + across * (pixel % side) + (channel === 2 ? blue : phase);
        return (channel === 1 ? sign : 1) * Math.sin(wave) + 0.1 * random.normal();
      });
      return [pixels, [index % 2]];
    },
    { samples: 128, shape: [side, side, channels] },
  );

export const example: RuleExample = {
  healthy: {
    data: waves(false),
    network: [
      { layer: 'permute', axes: [3, 1, 2] },
      { layer: 'conv2d', filters: 8, kernelSize: 3 },
      { layer: 'globalAveragePool' },
      dense(1),
    ],
    recipe: { loss: 'binaryCrossEntropy', learningRate: 0.03, epochs: 12 },
  },
  // `x.reshape(n, 12, 12, 3)` of an array of [n, 3, 12, 12].
  sick: { data: waves(true) },
};
