import { UsageError } from '../../core/index.ts';
import type { LayerInput } from '../../nn/index.ts';
import { takes, withOptions } from './layer-kinds.ts';
import { choose } from './values.ts';
import type { LayerVariation } from './variation.ts';

type Pooling = Extract<LayerInput, { poolSize?: unknown }>;

const isPooling = (layer: LayerInput): layer is Pooling => takes(layer, 'poolSize');
/** `1d` or `2d`. */
const rankOf = ({ layer }: Pooling): string => layer.slice(-2);

/** A layer that does nothing, under the name of the pooling that was, so that layers which name it still find it. */
const nothing = ({ name, inputs }: Pooling): LayerInput =>
  withOptions({ layer: 'activation', activation: 'linear' }, { name, inputs });

const edits: Readonly<Record<string, (layers: readonly LayerInput[]) => LayerInput[]>> = {
  max: (layers) => pooledBy('maxPool', layers),
  average: (layers) => pooledBy('averagePool', layers),
  strided: stridedInstead,
  none: (layers) => layers.map((layer) => (isPooling(layer) ? nothing(layer) : layer)),
};

/** What stands where the network pools: the maximum, the mean, steps of the convolution before, or nothing (mission G10). */
export const pooling: LayerVariation = {
  name: 'pooling',
  serves: 'G10',
  summary: 'maximum, mean, a convolution that takes the strides instead, or no pooling',
  values: Object.keys(edits),
  changes: 'layers',
  edit(layers, value) {
    const edit = choose('pooling', edits, value);
    if (!layers.some(isPooling)) {
      throw new UsageError('--vary pooling: the network has no pooling layer such as maxPool2d, so nothing to replace');
    }
    return edit(layers);
  },
};

function pooledBy(kind: string, layers: readonly LayerInput[]): LayerInput[] {
  return layers.map((layer) =>
    isPooling(layer) ? ({ ...layer, layer: `${kind}${rankOf(layer)}` } as LayerInput) : layer,
  );
}

/** Gives the strides of each pooling to the nearest convolution before it. */
function stridedInstead(layers: readonly LayerInput[]): LayerInput[] {
  const edited = [...layers];
  layers.forEach((layer, index) => {
    if (!isPooling(layer)) return;
    const convolution = edited.slice(0, index).findLastIndex((before) => takes(before, 'filters') || isPooling(before));
    const before = edited[convolution];
    if (before === undefined || isPooling(before) || ('strides' in before && before.strides !== 1)) {
      throw new UsageError(
        `--vary pooling: no convolution without strides comes before the pooling at place ${index + 1}, which could take its strides`,
        { advice: 'Leave that variant out: --vary pooling=max,average,none' },
      );
    }
    edited[convolution] = withOptions(before, { strides: layer.strides ?? layer.poolSize ?? 2 });
    edited[index] = nothing(layer);
  });
  return edited;
}
