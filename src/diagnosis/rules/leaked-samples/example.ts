import { sides } from '../../examples/data.ts';
import { dense, type RuleExample } from '../../examples/example.ts';

/** Training and validation drawn apart, or a validation part that was taken out of the training samples and left in them. */
function parts(isApart: boolean) {
  const data = sides();
  const validation = data.train.subset(Uint32Array.from({ length: 64 }, (_, row) => 2 * row));
  return isApart ? data : { ...data, validation };
}

export const example: RuleExample = {
  healthy: {
    data: () => parts(true),
    network: [dense(16), dense(1)],
    recipe: { loss: 'binaryCrossEntropy' },
  },
  sick: { data: () => parts(false) },
  cures: [],
};
