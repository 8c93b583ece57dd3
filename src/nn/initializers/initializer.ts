import type { z } from 'zod';
import type { ConcreteShape, RandomStream } from '../../core/index.ts';

/** What an initializer knows of the parameter it fills. */
export interface ParameterShape {
  readonly shape: ConcreteShape;
  /** Number of inputs that feed one output of the layer. */
  readonly fanIn: number;
  /** Number of outputs that one input of the layer feeds. */
  readonly fanOut: number;
  /** Whether the first axis counts matrices of their own, such as the directions of a recurrent layer. */
  readonly stacked?: boolean;
}

/** A way to draw a parameter's first values. Its options are plain data with a `name`, so that a recipe can hold them. */
export interface Initializer<Schema extends z.ZodType> {
  readonly options: Schema;
  /** Fills `target` from `random`. */
  fill(target: Float32Array, options: z.output<Schema>, random: RandomStream, parameter: ParameterShape): void;
  /** One phrase for the network's summary, such as `variance scaling (fan_in, 2)`. */
  describe(options: z.output<Schema>): string;
}

/** Types an initializer by its options' schema. */
export function defineInitializer<Schema extends z.ZodType>(definition: Initializer<Schema>): Initializer<Schema> {
  return definition;
}
