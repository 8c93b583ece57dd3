import type { Node } from '../../graph/index.ts';
import { type WeightedLayer, weightedLayers } from '../network/layer-chain.ts';
import { rewriteNetwork } from '../network/rewrite.ts';
import type { Remedy } from './remedy.ts';

/** Activations that let a signal through without saturating on both sides. */
const rectifiers: ReadonlySet<string> = new Set([
  'Celu',
  'Elu',
  'Gelu',
  'HardSwish',
  'LeakyRelu',
  'Mish',
  'PRelu',
  'Relu',
  'Selu',
  'Softplus',
]);

/** ReLU between layers (G2): in place of saturating activations, and where there is no activation at all. */
export const reluHidden: Remedy = {
  family: 'hidden-activation',
  summary: 'ReLU between the layers',
  apply(design) {
    const hidden = weightedLayers(design.network).filter(({ isLast, kind }) => !isLast && kind !== 'embedding');
    const replaced = new Set<Node>();
    const added = new Set<string>();
    for (const layer of hidden) {
      for (const node of layer.activations) if (!rectifiers.has(node.opType)) replaced.add(node);
      if (layer.activations.length === 0 && layer.kind !== 'recurrent' && leadsOn(layer)) added.add(layer.linear);
    }
    if (replaced.size === 0 && added.size === 0) return undefined;
    const network = rewriteNetwork(design.network, {
      replace(node, inputs, builder) {
        if (replaced.has(node)) return [builder.op('Relu', [inputs[0]])];
        if (!added.has(node.outputs[0]!)) return undefined;
        const [output, ...others] = builder.add({ ...node, inputs: inputs.map((input) => input?.name ?? '') });
        return [builder.op('Relu', [output]), ...others];
      },
    });
    return { ...design, network };
  },
};

/** A layer whose line of nodes breaks off runs into a branch or a junction, where a missing activation may be meant. */
const leadsOn = ({ following }: WeightedLayer): boolean =>
  following.every(({ opType }) => opType !== 'Add' && opType !== 'Concat');
