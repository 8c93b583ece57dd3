import { sequential } from '../../../nn/index.ts';
import { yesNo } from '../../examples/data.ts';
import { dense, type RuleExample, withNodeAfter } from '../../examples/example.ts';

const layers = [dense(6), dense(6), dense(1)];

export const example: RuleExample = {
  healthy: { data: yesNo, network: layers, recipe: { loss: 'binaryCrossEntropy', epochs: 40 } },
  sick: { network: (seed) => withNodeAfter(sequential(layers, { inputShape: [4], seed }), 'dense_2', 'Round') },
  layer: 'dense_1',
};
