import { z } from 'zod';
import type { Shape, Tensor } from '../../core/index.ts';
import type { GraphBuilder, Value } from '../../graph/index.ts';
import type { InitializerOptions, ParameterShape } from '../initializers/index.ts';

/** What a layer may do while it writes its nodes. */
export interface LayerContext {
  readonly builder: GraphBuilder;
  /** The layer's name, `dense_1`. */
  readonly name: string;
  /** Everything that the layer is applied to: one value, or several for a layer that merges. */
  readonly inputs: readonly Value[];
  /**
   * Adds a trainable parameter `<layer>/<part>` and draws its first values; a layer that is used again gets the same one.
   *
   * @param adjust changes the drawn values in place
   */
  parameter(
    part: string,
    parameter: ParameterShape,
    initializer: InitializerOptions,
    adjust?: (values: Float32Array) => void,
  ): Value;
  /** Adds a tensor that training does not change by gradients: a statistic, a constant. */
  constant(part: string, tensor: Tensor): Value;
  /** An error that names the layer. */
  error(message: string, advice?: string): Error;
}

/**
 * One kind of layer. Its options are plain data, so that a recipe can hold a network; building it writes ONNX nodes.
 */
export interface LayerDefinition<Schema extends z.ZodType> {
  /** Schema of the options; `layer` names the kind. */
  readonly options: Schema;
  /** Stem of the names that instances get. */
  readonly stem: string;
  /**
   * What the layer is to the default activations (mission G2, G3): `weights` ends in one of its own, `normalization` takes
   * over that of the layer before it, `recurrence` has weights and non-linearities that are part of it.
   */
  readonly role?: 'weights' | 'normalization' | 'recurrence';
  /** Whether it takes two inputs or more; every other layer takes one. */
  readonly merges?: true;
  /** Writes the layer's nodes for its only, or its first, input. */
  build(context: LayerContext, input: Value, options: z.output<Schema>): Value;
}

/** Options that every layer takes. */
export const commonOptions = {
  /** Default: the stem of the kind, with a number. */
  name: z.string().min(1).optional(),
  /** Names of the layers or of the network's inputs that feed the layer. Default: the layer before. */
  inputs: z.array(z.string()).min(1).optional(),
};

/** Types a layer by its options' schema. */
export function defineLayer<Schema extends z.ZodType>(definition: LayerDefinition<Schema>): LayerDefinition<Schema> {
  return definition;
}

/** Requires `[batch, channels, ...spatial]` with that many spatial axes, every one but the batch known. */
export function spatialShape(context: LayerContext, input: Value, spatialRank: number): { channels: number } {
  const { shape } = input;
  if (shape.length !== spatialRank + 2 || !shape.slice(1).every((length) => typeof length === 'number')) {
    const axes = ['length', 'height, width', 'depth, height, width'][spatialRank - 1];
    throw context.error(
      `the input has shape ${formatInput(shape)}, expected [batch, channels, ${axes}]`,
      'Give the data a channel axis, or reshape it first',
    );
  }
  return { channels: shape[1] as number };
}

/** Requires a sequence `[batch, time, features]`, every length but the batch known. */
export function sequenceShape(context: LayerContext, input: Value): { time: number; features: number } {
  const [, time, features] = input.shape;
  if (input.shape.length !== 3 || typeof time !== 'number' || typeof features !== 'number') {
    throw context.error(
      `the input has shape ${formatInput(input.shape)}, expected [batch, time, features]`,
      'Give the data an axis for time, or reshape it first',
    );
  }
  return { time, features };
}

function formatInput(shape: Shape): string {
  return `[${shape.join(', ')}]`;
}
