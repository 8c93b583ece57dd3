import { drawData } from '../../examples/data.ts';
import { dense, type RuleExample } from '../../examples/example.ts';

/** A wave over one input of two; validation lies beside the training samples where it is asked to. */
const wave = (offset: number) =>
  drawData(
    (random) => {
      const [a, b] = [2 * random.uniform() - 1 + offset, 2 * random.uniform() - 1];
      return [[a, b], [Math.sin(2.5 * a) + 0.5 * b]];
    },
    { samples: 256 },
  );

export const example: RuleExample = {
  healthy: { data: () => wave(0), network: [dense(32), dense(1)], recipe: { loss: 'mse', epochs: 30 } },
  sick: { data: () => ({ train: wave(0).train, validation: wave(2).validation }) },
  cures: [],
};
