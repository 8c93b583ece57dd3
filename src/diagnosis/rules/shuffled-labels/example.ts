import { sides } from '../../examples/data.ts';
import { dense, type RuleExample } from '../../examples/example.ts';
import { withTargets } from '../../examples/spoilt-data.ts';

/** As many samples as tell that the inputs say nothing. */
const halves = () => sides({ samples: 256 });

export const example: RuleExample = {
  healthy: { data: halves, network: [dense(16), dense(1)], recipe: { loss: 'binaryCrossEntropy' } },
  sick: {
    data: () =>
      withTargets(halves(), 'train', (rows, random) =>
        Array.from(random.permutation(rows.length), (row) => rows[row]!),
      ),
  },
  cures: [],
};
