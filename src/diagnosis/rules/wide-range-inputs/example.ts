import { drawData } from '../../examples/data.ts';
import { dense, type RuleExample } from '../../examples/example.ts';

/** Brightness over eight decades, as of stars; what is asked for goes with its logarithm. */
const stars = (decades: number) => () =>
  drawData(
    (random) => {
      const [a, b] = [random.normal(), random.normal()];
      const bright = (x: number) => (decades === 0 ? x : 10 ** (4 + (decades / 6) * x));
      return [[bright(a), bright(b)], [0.8 * a - 0.6 * b]];
    },
    { samples: 256 },
  );

export const example: RuleExample = {
  healthy: { data: stars(0), network: [dense(32), dense(1)], recipe: { loss: 'mse' } },
  sick: { data: stars(8) },
};
