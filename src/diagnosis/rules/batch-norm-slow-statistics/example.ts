import { sides } from '../../examples/data.ts';
import { dense, type RuleExample } from '../../examples/example.ts';

const layers = (momentum: number) => [dense(16), { layer: 'batchNorm', momentum } as const, dense(1)];

export const example: RuleExample = {
  healthy: {
    data: () => sides({ inputScale: 20, inputOffset: 50 }),
    network: layers(0.9),
    recipe: { loss: 'binaryCrossEntropy', epochs: 10 },
  },
  sick: { network: layers(0.999) },
  layer: 'batch_norm_1',
  gain: 0.2,
};
