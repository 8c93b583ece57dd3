import type { Node } from '../../graph/index.ts';
import type { Network } from '../../nn/index.ts';
import { rewriteNetwork } from '../network/rewrite.ts';
import type { Remedy } from './remedy.ts';

/** Share of the running statistics that a step keeps: PyTorch's default. */
const usualMomentum = 0.9;

/** The network's batch normalisations, with the share of their running statistics that a step keeps. */
export function batchNormMomenta({ graph }: Network): { node: Node; momentum: number }[] {
  return graph.nodes.flatMap((node) => {
    if (node.opType !== 'BatchNormalization') return [];
    const { momentum } = node.attributes;
    return [{ node, momentum: momentum?.type === 'float' ? momentum.value : usualMomentum }];
  });
}

/** Running statistics of batch normalisation that follow the batches faster. */
export const fasterStatistics: Remedy = {
  family: 'batch-normalization',
  summary: `running statistics of batch normalisation of momentum ${usualMomentum}`,
  apply(design) {
    const slow = new Set(
      batchNormMomenta(design.network).flatMap(({ node, momentum }) => (momentum > usualMomentum ? [node] : [])),
    );
    if (slow.size === 0) return undefined;
    const network = rewriteNetwork(design.network, {
      replace: (node, inputs, builder) =>
        slow.has(node)
          ? builder.add({
              ...node,
              inputs: inputs.map((input) => input?.name ?? ''),
              attributes: { ...node.attributes, momentum: { type: 'float', value: usualMomentum } },
            })
          : undefined,
    });
    return { ...design, network };
  },
};
