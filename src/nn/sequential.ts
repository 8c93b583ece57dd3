import { z } from 'zod';
import { type ConcreteShape, type DataType, GraphError, UsageError, validate } from '../core/index.ts';
import { GraphBuilder, type Value } from '../graph/index.ts';
import { catalogue } from '../ops/index.ts';
import { describeInitializer, initialize } from './initializers/index.ts';
import { type LayerInput, type LayerOptions, layerDefinition, layerSchema } from './layers/index.ts';
import type { LayerContext } from './layers/layer.ts';
import type { Network, NetworkLayer } from './network.ts';

interface SequentialOptions {
  /** Shape of one sample, without the batch. */
  readonly inputShape: ConcreteShape;
  readonly inputType?: DataType;
  /** Seed of the parameters' first values. Default 0. */
  readonly seed?: number;
  readonly name?: string;
  /** Where the layers come from, for messages. Default `layers`. */
  readonly source?: string;
}

/**
 * A network of layers, each fed by the one before.
 *
 * Layers with weights are followed by ReLU unless they say otherwise, and the last of them is linear (mission G2, G3).
 * Where a batch norm follows, the default activation moves behind it.
 *
 * @example
 * const network = sequential([{ layer: 'dense', units: 32 }, { layer: 'dense', units: 10 }], { inputShape: [20] });
 *
 * @throws UsageError where a layer's options are wrong, GraphError naming the layer where its input does not fit
 */
export function sequential(layers: readonly LayerInput[], options: SequentialOptions): Network {
  const { inputShape, inputType = 'float32', seed = 0, name = 'network', source = 'layers' } = options;
  const parsed = placeActivations(validate(z.array(layerSchema).min(1), layers, source));
  const builder = new GraphBuilder(catalogue, name);
  let value: Value = builder.input('input', inputType, ['batch', ...inputShape]);
  const parameters: string[] = [];
  const summaries: NetworkLayer[] = [];
  const counts = new Map<string, number>();
  for (const layer of parsed) {
    const definition = layerDefinition(layer);
    const count = (counts.get(definition.stem) ?? 0) + 1;
    counts.set(definition.stem, count);
    const layerName = layer.name ?? `${definition.stem}_${count}`;
    if (summaries.some((summary) => summary.name === layerName)) {
      throw new UsageError(`${source}: two layers are named '${layerName}'; give one of them another name`);
    }
    const ownParameters: string[] = [];
    let initializerWords: string | undefined;
    const context: LayerContext = {
      builder,
      name: layerName,
      parameter(part, parameter, initializer) {
        const fullName = `${layerName}/${part}`;
        ownParameters.push(fullName);
        if (ownParameters.length === 1) initializerWords = describeInitializer(initializer);
        return builder.initializer(fullName, initialize(initializer, parameter, seed, fullName));
      },
      constant: (part, tensor) => builder.initializer(`${layerName}/${part}`, tensor),
      error: (message, advice) =>
        new GraphError(`layer '${layerName}': ${message}`, advice === undefined ? {} : { advice }),
    };
    const input = value;
    value = builder.withLayer(layerName, () => definition.build(context, input, layer));
    parameters.push(...ownParameters);
    summaries.push({
      name: layerName,
      kind: layer.layer,
      output: value.name,
      parameters: ownParameters,
      ...(initializerWords === undefined ? {} : { initializer: initializerWords }),
    });
  }
  const last = summaries.at(-1)!;
  const output = builder.withLayer(last.name, () => builder.output(value, 'output'));
  summaries[summaries.length - 1] = { ...last, output: output.name };
  return { graph: builder.build(), parameters, layers: summaries };
}

/** Fills in the default activations: ReLU after each layer with weights but the last, moved behind a batch norm. */
function placeActivations(layers: readonly LayerOptions[]): LayerOptions[] {
  const isWeighted = (layer: LayerOptions | undefined) => layer !== undefined && 'bias' in layer;
  const lastWeighted = layers.findLastIndex(isWeighted);
  return layers.map((layer, index): LayerOptions => {
    const next = layers[index + 1];
    const previous = layers[index - 1];
    if ('bias' in layer && layer.activation === undefined) {
      const isPlain = index === lastWeighted || next?.layer === 'batchNorm';
      return { ...layer, activation: isPlain ? 'linear' : 'relu' };
    }
    if (layer.layer === 'batchNorm' && layer.activation === undefined && previous !== undefined && 'bias' in previous) {
      const moved = previous.activation === undefined && index - 1 !== lastWeighted;
      return { ...layer, activation: moved ? 'relu' : 'linear' };
    }
    return layer;
  });
}
