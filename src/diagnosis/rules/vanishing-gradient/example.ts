import { yesNo } from '../../examples/data.ts';
import { dense, type RuleExample } from '../../examples/example.ts';

const six = (activation: 'relu' | 'sigmoid') => [
  ...Array.from({ length: 6 }, () => dense(24, { activation })),
  dense(1),
];

export const example: RuleExample = {
  healthy: { data: yesNo, network: six('relu'), recipe: { loss: 'binaryCrossEntropy' } },
  sick: { network: six('sigmoid') },
  layer: 'dense_1',
};
