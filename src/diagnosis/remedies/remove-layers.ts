import type { Design } from '../design.ts';
import { rewriteNetwork } from '../network/rewrite.ts';
import type { Remedy } from './remedy.ts';

/** The design with all nodes of some types gone: what enters them leaves them. */
function without(design: Design, opTypes: ReadonlySet<string>): Design | undefined {
  if (!design.network.graph.nodes.some(({ opType }) => opTypes.has(opType))) return undefined;
  const network = rewriteNetwork(design.network, {
    replace: (node, inputs) => (opTypes.has(node.opType) ? [inputs[0]] : undefined),
  });
  return { ...design, network };
}

const batchNorm: ReadonlySet<string> = new Set(['BatchNormalization']);
const dropout: ReadonlySet<string> = new Set(['Dropout']);

/** No batch normalisation (D5). */
export const noBatchNormalization: Remedy = {
  family: 'batch-normalization',
  summary: 'no batch normalisation',
  apply: (design) => without(design, batchNorm),
};

/** No dropout. */
export const noDropout: Remedy = {
  family: 'regularization',
  summary: 'no dropout',
  apply: (design) => without(design, dropout),
};
