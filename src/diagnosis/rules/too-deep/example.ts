import { yesNo } from '../../examples/data.ts';
import { dense, type RuleExample } from '../../examples/example.ts';

const plain = (depth: number) => [...Array.from({ length: depth }, () => dense(16)), dense(1)];

export const example: RuleExample = {
  healthy: { data: yesNo, network: plain(3), recipe: { loss: 'binaryCrossEntropy' } },
  sick: { network: plain(30) },
  layer: 'dense_1',
};
