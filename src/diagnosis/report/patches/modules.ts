import type { Node } from '../../../graph/index.ts';
import type { Network } from '../../../nn/index.ts';
import type { WeightedLayer } from '../../network/layer-chain.ts';

/** `model.layers[0].fc` for the name `layers.0.fc`. */
export function placeOf(name: string): string {
  return `model${name
    .split('.')
    .map((part) => (/^\d+$/.test(part) ? `[${part}]` : `.${part}`))
    .join('')}`;
}

/** The module that holds a layer's weights: exporters fold operators together, and name them after any of these. */
export const nameOf = ({ kernel, name }: WeightedLayer): string =>
  kernel.endsWith('.weight') ? kernel.slice(0, -'.weight'.length) : name;

/**
 * Where the module is that an operator without weights stands for, such as an `nn.ReLU`; undefined where a function is called
 * in `forward`, or a module in several places.
 */
export function moduleOf(node: Node, { graph }: Network): string | undefined {
  const { layer } = node;
  if (layer === undefined) return undefined;
  // A module that is called again is exported as `act_1`.
  const bare = layer.replace(/_\d+$/, '');
  const isMore = graph.nodes.some(
    ({ name, layer: other }) =>
      name !== node.name &&
      other !== undefined &&
      (other.startsWith(`${layer}.`) || other === layer || other.replace(/_\d+$/, '') === bare),
  );
  return isMore ? undefined : placeOf(layer);
}
