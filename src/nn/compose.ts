import { z } from 'zod';
import {
  type ConcreteShape,
  type DataType,
  formatShape,
  GraphError,
  sameShape,
  UsageError,
  validate,
} from '../core/index.ts';
import { GraphBuilder, type Value } from '../graph/index.ts';
import { catalogue } from '../ops/index.ts';
import { describeInitializer, initialize } from './initializers/index.ts';
import { type LayerContext, type LayerInput, layerDefinition, layerSchema } from './layers/index.ts';
import type { Network, NetworkLayer } from './network.ts';
import { planLayers, quote } from './plan-layers.ts';
import type { PlannedLayer } from './planned-layer.ts';
import type { Regularization } from './regularization.ts';

/** One input of a network. */
export interface InputDescription {
  /** Shape of one sample, without the batch. */
  readonly shape: ConcreteShape;
  /** Default: int64 where an embedding takes the input, else float32. */
  readonly type?: DataType | undefined;
}

/** What a network is built with. */
export interface BuildOptions {
  /** Seed of the parameters' first values. Default 0. */
  readonly seed?: number;
  readonly name?: string;
  /** Where the layers come from, for messages. Default `layers`. */
  readonly source?: string;
}

interface ComposeOptions extends BuildOptions {
  /** By name, in order. */
  readonly inputs: Readonly<Record<string, InputDescription>>;
  /** By the output's name, the layer that gives it. Default: `output`, of the last layer. The first one is trained. */
  readonly outputs?: Readonly<Record<string, string>>;
}

/**
 * A network of layers as plain data, of any number of inputs and outputs. A layer takes the output of the one before, or
 * what its `inputs` name; `{ layer: 'shared', of: 'encoder' }` uses a layer again, with the same parameters.
 *
 * Layers with weights are followed by ReLU unless they say otherwise, and where no other weights follow they are linear
 * (mission G2, G3). Where only normalisations follow, the default activation moves behind them.
 *
 * @example
 * const network = compose(
 *   [
 *     { layer: 'dense', units: 8, name: 'branch' },
 *     { layer: 'dense', units: 8, activation: 'linear' },
 *     { layer: 'add', inputs: ['branch', 'dense_2'] },
 *     { layer: 'dense', units: 1 },
 *   ],
 *   { inputs: { x: { shape: [20] } } },
 * );
 *
 * @throws UsageError where options or names are wrong or a layer feeds no output, GraphError naming the layer where its
 * input does not fit
 */
export function compose(layers: readonly LayerInput[], options: ComposeOptions): Network {
  const { inputs, seed = 0, name = 'network', source = 'layers' } = options;
  const planned = planLayers(validate(z.array(layerSchema).min(1), layers, source), Object.keys(inputs), source);
  const outputs = options.outputs ?? { output: planned.at(-1)!.name };
  requireUse(planned, Object.keys(inputs), outputs, source);

  const builder = new GraphBuilder(catalogue, name);
  const values = new Map<string, Value>();
  for (const [inputName, { shape, type }] of Object.entries(inputs)) {
    const isEmbedded = planned.some((layer) => layer.options.layer === 'embedding' && layer.inputs.includes(inputName));
    values.set(inputName, builder.input(inputName, type ?? (isEmbedded ? 'int64' : 'float32'), ['batch', ...shape]));
  }
  const summaries = new Map<string, NetworkLayer>();
  const regularization: Regularization = { parameters: {}, activations: {} };
  for (const layer of planned) {
    const given = layer.inputs.map((input) => values.get(input)!);
    const { value, summary } = writeLayer(builder, layer, given, seed);
    values.set(layer.name, value);
    summaries.set(layer.name, summary);
    addRegularizers(regularization, layer, summary);
  }
  for (const [outputName, layerName] of Object.entries(outputs)) {
    const output = builder.withLayer(layerName, () => builder.output(values.get(layerName)!, outputName));
    summaries.set(layerName, { ...summaries.get(layerName)!, output: output.name });
  }
  const all = [...summaries.values()];
  const isRegularized = Object.values(regularization).some((penalties) => Object.keys(penalties).length > 0);
  return {
    graph: builder.build(),
    parameters: all.flatMap((layer) => layer.parameters),
    layers: all,
    ...(isRegularized ? { regularization } : {}),
  };
}

/** Adds what a layer's regularizers ask for; one that is used again is penalised once for its weights. */
function addRegularizers(
  { parameters, activations }: Regularization,
  { kind, owner, options }: PlannedLayer,
  { output }: NetworkLayer,
): void {
  if (kind !== 'shared') {
    if ('kernelRegularizer' in options) parameters[`${owner}/kernel`] = options.kernelRegularizer;
    if ('biasRegularizer' in options && options.bias) parameters[`${owner}/bias`] = options.biasRegularizer;
  }
  if ('activityRegularizer' in options) activations[output] = options.activityRegularizer;
}

function writeLayer(
  builder: GraphBuilder,
  { name, kind, owner, options }: PlannedLayer,
  inputs: readonly Value[],
  seed: number,
): { value: Value; summary: NetworkLayer } {
  const definition = layerDefinition(options.layer);
  const trainable = !('trainable' in options) || options.trainable !== false;
  const parameters: string[] = [];
  let initializerWords: string | undefined;
  const error = (message: string, advice?: string) =>
    new GraphError(`layer '${name}': ${message}`, advice === undefined ? {} : { advice });
  const context: LayerContext = {
    builder,
    name,
    inputs,
    parameter(part, parameter, initializer, adjust) {
      const fullName = `${owner}/${part}`;
      if (kind === 'shared') {
        const known = builder.value(fullName);
        if (sameShape(known.shape, parameter.shape)) return known;
        throw error(
          `it shares '${fullName}' of shape ${formatShape(known.shape)}, its input asks for ${formatShape(parameter.shape)}`,
          `Give it an input of the shape that '${owner}' has`,
        );
      }
      parameters.push(fullName);
      initializerWords ??= describeInitializer(initializer);
      const tensor = initialize(initializer, parameter, seed, fullName);
      adjust?.(tensor.data);
      return builder.initializer(fullName, tensor);
    },
    constant(part, tensor) {
      const fullName = `${owner}/${part}`;
      return kind === 'shared' ? builder.value(fullName) : builder.initializer(fullName, tensor);
    },
    error,
  };
  if (definition.merges ? inputs.length < 2 : inputs.length !== 1) {
    const expected = definition.merges ? 'two or more' : 'one';
    throw error(
      `${options.layer} has ${inputs.length === 1 ? 'one input' : `${inputs.length} inputs`}, expected ${expected}`,
      "Name what it takes in 'inputs'",
    );
  }
  const value = builder.withLayer(name, () => definition.build(context, inputs[0]!, options));
  const summary: NetworkLayer = {
    name,
    kind,
    output: value.name,
    parameters: trainable ? parameters : [],
    ...(trainable || parameters.length === 0 ? {} : { frozen: parameters }),
    ...(initializerWords === undefined ? {} : { initializer: initializerWords }),
  };
  return { value, summary };
}

/** Everything must lead to an output: a branch that does not was forgotten. */
function requireUse(
  layers: readonly PlannedLayer[],
  inputs: readonly string[],
  outputs: Readonly<Record<string, string>>,
  source: string,
): void {
  const used = new Set(Object.values(outputs));
  const names = layers.map((layer) => layer.name);
  const unknown = [...used].find((name) => !names.includes(name));
  if (unknown !== undefined) {
    throw new UsageError(`${source}: the output '${unknown}' is no layer; there are ${quote(names)}`);
  }
  for (const layer of layers.toReversed()) {
    if (!used.has(layer.name)) {
      throw new UsageError(`${source}: layer '${layer.name}' leads to no output`, {
        advice: "Name it in the 'inputs' of a later layer or among the outputs, or leave it out",
      });
    }
    for (const input of layer.inputs) used.add(input);
  }
  const idle = inputs.find((input) => !used.has(input));
  if (idle !== undefined) throw new UsageError(`${source}: no layer takes the input '${idle}'`);
}
