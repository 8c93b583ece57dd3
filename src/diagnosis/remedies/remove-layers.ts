import type { Node } from '../../graph/index.ts';
import type { Design } from '../design.ts';
import { repeatedActivations, weightedLayers } from '../network/layer-chain.ts';
import { rewriteNetwork } from '../network/rewrite.ts';
import type { Remedy } from './remedy.ts';

/** The design with some nodes gone: what enters them first leaves them. */
export function withoutNodes(design: Design, nodes: readonly Node[]): Design | undefined {
  if (nodes.length === 0) return undefined;
  const removed = new Set(nodes);
  const network = rewriteNetwork(design.network, {
    replace: (node, inputs) => (removed.has(node) ? [inputs[0]] : undefined),
  });
  return { ...design, network };
}

const without = (design: Design, opTypes: ReadonlySet<string>): Design | undefined =>
  withoutNodes(
    design,
    design.network.graph.nodes.filter(({ opType }) => opTypes.has(opType)),
  );

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

/** Operators that put out steps: their slope is 0 wherever they have one, so that no gradient comes through. */
const steps: ReadonlySet<string> = new Set(['Ceil', 'Floor', 'Round', 'Sign']);

/** No rounding on the way of the gradient. */
export const noRounding: Remedy = {
  family: 'layers',
  summary: 'no rounding inside the network',
  apply: (design) => without(design, steps),
};

/** One activation after a layer, where others follow it directly. */
export const singleActivation: Remedy = {
  family: 'hidden-activation',
  summary: 'one activation after each layer',
  apply: (design) =>
    withoutNodes(
      design,
      weightedLayers(design.network).flatMap((layer) => (layer.isLast ? [] : repeatedActivations(layer))),
    ),
};

/** Hidden layers that are left by `fewerLayers`: the article's recipe has three at most. */
const deepest = 3;

/** At most three hidden layers, where those between do not change the shape of what goes through them. */
export const fewerLayers: Remedy = {
  family: 'layers',
  summary: `${deepest} hidden layers`,
  apply(design) {
    const { types, initializers } = design.network.graph;
    const hidden = weightedLayers(design.network).filter(({ isLast }) => !isLast);
    const removable = hidden.slice(1).filter(({ node, linear, following, kind }) => {
      const end = following.at(-1)?.outputs[0] ?? linear;
      const shapes = [node.inputs[0]!, end].map((name) => types.get(name)!.shape.join());
      return kind !== 'embedding' && kind !== 'recurrent' && shapes[0] === shapes[1];
    });
    const excess = removable.slice(0, Math.max(0, hidden.length - deepest));
    const isAddend = (name: string) => initializers.has(name);
    const biases = design.network.graph.nodes.filter(
      ({ opType, inputs, outputs }) =>
        opType === 'Add' && inputs.some(isAddend) && excess.some(({ linear }) => linear === outputs[0]),
    );
    const nodes = excess.flatMap(({ node, following }) => [node, ...following]);
    return withoutNodes(design, [...nodes, ...biases]);
  },
};
