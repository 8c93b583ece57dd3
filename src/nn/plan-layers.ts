import { suggestion, UsageError } from '../core/index.ts';
import { type LayerOptions, layerDefinition, type OwnLayerOptions } from './layers/index.ts';

/** A layer with its place in the network. */
export interface PlannedLayer {
  readonly name: string;
  /** The layer's kind, or `shared` where it uses the parameters of another. */
  readonly kind: LayerOptions['layer'];
  /** Name of the layer that has the parameters: its own, or that of the layer that it is another use of. */
  readonly owner: string;
  /** The owner's options, with its default activation filled in. */
  readonly options: OwnLayerOptions;
  /** Names of network inputs or of layers before it. */
  readonly inputs: readonly string[];
}

/** Gives layers without a name one of their own: the stem of the kind and a number. */
export class LayerNames {
  readonly #counts = new Map<string, number>();

  next(stem: string): string {
    const count = (this.#counts.get(stem) ?? 0) + 1;
    this.#counts.set(stem, count);
    return `${stem}_${count}`;
  }
}

/**
 * Names the layers, connects each with the one before unless it says otherwise, and places the default activations.
 *
 * @param networkInputs names of the network's inputs
 * @param source where the layers come from, for messages
 * @throws UsageError where a name is taken or unknown
 */
export function planLayers(
  layers: readonly LayerOptions[],
  networkInputs: readonly string[],
  source: string,
): PlannedLayer[] {
  const names = new LayerNames();
  const planned = new Map<string, PlannedLayer>();
  let before: string | undefined = networkInputs.length === 1 ? networkInputs[0] : undefined;
  for (const layer of layers) {
    const stem = layer.layer === 'shared' ? layer.of : layerDefinition(layer.layer).stem;
    const numbered = names.next(stem);
    const name =
      layer.name ?? (layer.layer === 'shared' ? `${stem}_again_${numbered.slice(stem.length + 1)}` : numbered);
    const place = `${source}: layer '${name}'`;
    if (planned.has(name)) {
      throw new UsageError(`${source}: two layers are named '${name}'; give one of them another name`);
    }
    if (networkInputs.includes(name)) throw new UsageError(`${place} has the name of an input; give it another name`);
    const inputs = layer.inputs ?? (before === undefined ? [] : [before]);
    if (inputs.length === 0) {
      throw new UsageError(`${place}: say in 'inputs' which of ${quote(networkInputs)} it takes`);
    }
    const known = [...networkInputs, ...planned.keys()];
    const unknown = inputs.find((input) => !known.includes(input));
    if (unknown !== undefined) {
      throw new UsageError(
        `${place} takes '${unknown}', which is no input and no layer before it${suggestion(unknown, known)}`,
      );
    }
    const owner = layer.layer === 'shared' ? planned.get(layer.of) : undefined;
    if (layer.layer !== 'shared') {
      planned.set(name, { name, kind: layer.layer, owner: name, options: layer, inputs });
    } else if (owner === undefined) {
      throw new UsageError(
        `${place} shares '${layer.of}', which is no layer before it${suggestion(layer.of, planned.keys())}`,
      );
    } else {
      planned.set(name, { ...owner, name, kind: 'shared', inputs });
    }
    before = name;
  }
  return placeActivations([...planned.values()]);
}

/** `'a', 'b'` */
export function quote(names: Iterable<string>): string {
  return [...names].map((name) => `'${name}'`).join(', ');
}

/**
 * Fills in the default activations: ReLU after each layer with weights that other layers with weights come after, linear
 * after the last (mission G2, G3). Where only normalisations follow, the activation moves behind them.
 */
function placeActivations(layers: readonly PlannedLayer[]): PlannedLayer[] {
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
