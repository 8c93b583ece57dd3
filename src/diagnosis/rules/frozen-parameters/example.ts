import { yesNo } from '../../examples/data.ts';
import { dense, type RuleExample } from '../../examples/example.ts';

const layers = (trainable: boolean) => [dense(8, { trainable }), dense(8, { trainable }), dense(1)];

export const example: RuleExample = {
  healthy: { data: yesNo, network: layers(true), recipe: { loss: 'binaryCrossEntropy' } },
  sick: { network: layers(false) },
  layer: 'dense_1',
};
