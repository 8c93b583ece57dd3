import { suggestion, UsageError } from '../core/index.ts';
import { type LayerOptions, layerDefinition } from './layers/index.ts';
import { placeActivations } from './place-activations.ts';
import type { PlannedLayer } from './planned-layer.ts';

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
