import { drawData, type ExampleData } from '../../examples/data.ts';
import { dense, type RuleExample } from '../../examples/example.ts';

/** Numbers between 0 and 1, as min-max scaling leaves them: of the one that counts, with a single reading of 5000 before it. */
const readings = (largest: number) => (): ExampleData =>
  drawData(
    (random, index) => {
      const [a, b] = [random.uniform(), random.uniform()];
      const wrong = index === 3 ? largest : a;
      return [[Math.min(wrong, largest) / largest, b], [a > 0.5 ? 1 : 0]];
    },
    { samples: 128 },
  );

export const example: RuleExample = {
  healthy: {
    data: readings(1),
    network: [dense(16), dense(1)],
    recipe: { loss: 'binaryCrossEntropy', epochs: 12 },
  },
  sick: { data: readings(5000) },
};
