import { type LayerInput, layerSchema } from '../../nn/index.ts';

/** Kinds of layers by an option that they take, read off their schemas so that new layers need no entry here. */
const optionsOf = new Map(layerSchema.options.map(({ shape }) => [shape.layer.value as string, Object.keys(shape)]));

/** Whether a layer's kind has an option. */
export function takes({ layer }: LayerInput, option: string): boolean {
  return optionsOf.get(layer)?.includes(option) === true;
}

/** Whether a layer has weights and an activation behind them: dense layers and convolutions. */
export function hasWeights(layer: LayerInput): boolean {
  return takes(layer, 'initializer') && takes(layer, 'activation');
}

/** The network's output layer: the last with weights, -1 where none has. */
export function outputLayer(layers: readonly LayerInput[]): number {
  return layers.findLastIndex(hasWeights);
}

/** A layer with other values for some of its options; `undefined` removes one. */
export function withOptions(layer: LayerInput, options: Readonly<Record<string, unknown>>): LayerInput {
  const changed = { ...layer, ...options };
  return Object.fromEntries(Object.entries(changed).filter(([, value]) => value !== undefined)) as LayerInput;
}
