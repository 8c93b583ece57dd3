import type { Node } from '../../graph/index.ts';
import type { Network } from '../../nn/index.ts';
import { rewriteNetwork } from '../network/rewrite.ts';
import type { Remedy } from './remedy.ts';

/** Softmaxes along the axis of the samples: `dim=0` in place of `dim=1`. */
export function softmaxesOverSamples({ graph }: Network): Node[] {
  return graph.nodes.filter(({ opType, attributes, inputs }) => {
    const axis = attributes.axis;
    if (!(opType === 'Softmax' || opType === 'LogSoftmax') || axis?.type !== 'int') return false;
    return axis.value === 0 || axis.value + graph.types.get(inputs[0]!)!.shape.length === 0;
  });
}

/** The softmax over the classes of each sample. */
export const softmaxOverClasses: Remedy = {
  family: 'output-activation',
  summary: 'the softmax over the classes of each sample, not over the samples',
  apply(design) {
    const wrong = new Set(softmaxesOverSamples(design.network));
    if (wrong.size === 0) return undefined;
    const network = rewriteNetwork(design.network, {
      replace: (node, inputs, builder) =>
        wrong.has(node) ? [builder.op(node.opType, [inputs[0]], { axis: -1 })] : undefined,
    });
    return { ...design, network };
  },
};
