import { drawData, type ExampleData } from '../../examples/data.ts';
import { dense, type RuleExample } from '../../examples/example.ts';

const side = 12;
const channels = 3;

/**
 * Colour pictures of waves that run down or across, which a convolution tells apart: with rows, columns and channels as
 * they should be, or in memory that holds the channels first.
 */
const waves = (isChannelsFirst: boolean) => (): ExampleData =>
  drawData(
    (random, index) => {
      const phase = 2 * Math.PI * random.uniform();
      const strength = Array.from({ length: channels }, () => 0.5 + random.uniform());
      const pixels = new Array<number>(side * side * channels);
      for (let i = 0; i < pixels.length; i++) {
        const channel = isChannelsFirst ? Math.floor(i / side ** 2) : i % channels;
        const pixel = isChannelsFirst ? i % side ** 2 : Math.floor(i / channels);
        const along = index % 2 === 0 ? pixel % side : Math.floor(pixel / side);
        pixels[i] = strength[channel]! * Math.sin(phase + along) + 0.3 * random.normal();
      }
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
    recipe: { loss: 'binaryCrossEntropy', epochs: 12 },
  },
  sick: { data: waves(true) },
  cures: [],
};
