import { yesNo } from '../../examples/data.ts';
import { dense, type RuleExample } from '../../examples/example.ts';

const deep = (activation: 'relu' | 'sigmoid') => [
  ...Array.from({ length: 4 }, () => dense(24, { activation })),
  dense(1),
];

export const example: RuleExample = {
  healthy: { data: yesNo, network: deep('relu'), recipe: { loss: 'binaryCrossEntropy' } },
  sick: { network: deep('sigmoid') },
  layer: 'dense_1',
};
