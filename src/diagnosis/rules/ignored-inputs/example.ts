import { sequential } from '../../../nn/index.ts';
import { sides } from '../../examples/data.ts';
import { dense, type RuleExample } from '../../examples/example.ts';
import { rewriteNetwork } from '../../network/rewrite.ts';

const layers = [dense(16), dense(1)];

export const example: RuleExample = {
  healthy: { data: sides, network: layers, recipe: { loss: 'binaryCrossEntropy' } },
  // A mask that lets but two of the four inputs through.
  sick: {
    network: (seed) =>
      rewriteNetwork(sequential(layers, { inputShape: [4], seed }), {
        replace(node, inputs, builder) {
          if (!node.inputs.includes('input')) return undefined;
          const mask = builder.constant({ dtype: 'float32', shape: [4], data: Float32Array.of(0, 0, 1, 1) });
          const masked = builder.op('Mul', [builder.value('input'), mask]);
          return builder.add({ ...node, inputs: inputs.map((input, index) => (index === 0 ? masked : input)!.name) });
        },
      }),
  },
  cures: [],
};
