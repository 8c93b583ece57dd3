import type { z } from 'zod';
import type { Shape, Tensor } from '../../core/index.ts';
import type { GraphBuilder, Value } from '../../graph/index.ts';
import type { InitializerOptions, ParameterShape } from '../initializers/index.ts';

/** What a layer may do while it writes its nodes. */
export interface LayerContext {
  readonly builder: GraphBuilder;
  /** The layer's name, `dense_1`. */
  readonly name: string;
  /** Adds a trainable parameter `<layer>/<part>` and draws its first values. */
  parameter(part: string, parameter: ParameterShape, initializer: InitializerOptions): Value;
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
  build(context: LayerContext, input: Value, options: z.output<Schema>): Value;
}

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

function formatInput(shape: Shape): string {
  return `[${shape.join(', ')}]`;
}
