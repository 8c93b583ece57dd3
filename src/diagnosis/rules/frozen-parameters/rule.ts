import { formatNumber } from '../format-number.ts';
import type { Rule } from '../rule.ts';

/** Layers that training leaves as they are: meant where their weights were learnt before, a fault where they were drawn. */
export const frozenParameters: Rule = {
  name: 'frozen-parameters',
  family: 'layers',
  title: 'layers that are not trained',
  rows: ['D1'],
  suspect({ subject: { design } }) {
    const { layers, graph } = design.network;
    const count = (names: readonly string[]) =>
      names.reduce((sum, name) => sum + (graph.initializers.get(name)?.data.length ?? 0), 0);
    const frozen = count(layers.flatMap((layer) => layer.frozen ?? []));
    if (frozen === 0) return undefined;
    const share = frozen / (frozen + count(design.network.parameters));
    const first = layers.find((layer) => (layer.frozen ?? []).length > 0);
    return {
      likelihood: share === 1 ? 0.95 : 0.3,
      ...(share === 1 && { isCertain: true }),
      reason: `${formatNumber(100 * share)} % of the weights are frozen`,
      ...(first && { layer: first.name }),
      remedies: ['unfrozenLayers'],
    };
  },
};
