import { layerDefinition, type OwnLayerOptions } from './layers/index.ts';
import type { PlannedLayer } from './planned-layer.ts';

/**
 * Fills in the default activations: ReLU after each layer with weights that other layers with weights come after, linear
 * after the last (mission G2, G3). Where only normalisations follow, the activation moves behind them.
 */
export function placeActivations(layers: readonly PlannedLayer[]): PlannedLayer[] {
  const roleOf = (layer: PlannedLayer) => layerDefinition(layer.options.layer).role;
  const readers = new Map<string, PlannedLayer[]>();
  const byName = new Map(layers.map((layer) => [layer.name, layer]));
  for (const layer of layers)
    for (const input of layer.inputs) readers.set(input, [...(readers.get(input) ?? []), layer]);
  /** Names of the layers with parameters of which some use comes before a layer with weights. */
  const hidden = new Set<string>();
  const leadsToWeights = new Set<string>();
  for (const layer of layers.toReversed()) {
    const role = roleOf(layer);
    if (leadsToWeights.has(layer.name)) hidden.add(layer.owner);
    if (!leadsToWeights.has(layer.name) && role !== 'weights' && role !== 'recurrence') continue;
    for (const input of layer.inputs) leadsToWeights.add(input);
  }
  const hasOpenActivation = (layer: PlannedLayer) =>
    !('activation' in layer.options) || layer.options.activation === undefined;
  const isNormalized = (owner: string) =>
    layers
      .filter((layer) => layer.owner === owner)
      .every((use) => {
        const following = readers.get(use.name) ?? [];
        return following.length > 0 && following.every((reader) => roleOf(reader) === 'normalization');
      });
  const isMoved = (layer: PlannedLayer | undefined) =>
    layer !== undefined &&
    roleOf(layer) === 'weights' &&
    hasOpenActivation(layer) &&
    hidden.has(layer.owner) &&
    isNormalized(layer.owner);
  /** Names of the normalisations that a default activation moves behind. */
  const takesOver = new Set(
    layers
      .filter((layer) => roleOf(layer) === 'normalization' && isMoved(byName.get(layer.inputs[0]!)))
      .map((layer) => layer.owner),
  );
  return layers.map((layer) => {
    const role = roleOf(layer);
    if (!hasOpenActivation(layer) || (role !== 'weights' && role !== 'normalization')) return layer;
    const isRelu =
      role === 'weights' ? hidden.has(layer.owner) && !isNormalized(layer.owner) : takesOver.has(layer.owner);
    return { ...layer, options: { ...layer.options, activation: isRelu ? 'relu' : 'linear' } as OwnLayerOptions };
  });
}
