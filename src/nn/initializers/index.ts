/** Initializers: how parameters get their first values; one file each. */
import { z } from 'zod';
import { elementCount, RandomStream, type Tensor } from '../../core/index.ts';
import { constant } from './constant.ts';
import type { Initializer, ParameterShape } from './initializer.ts';
import { normal } from './normal.ts';
import { orthogonal } from './orthogonal.ts';
import { truncatedNormal } from './truncated-normal.ts';
import { uniform } from './uniform.ts';
import { varianceScaling } from './variance-scaling.ts';

export type { ParameterShape } from './initializer.ts';

const initializers = { varianceScaling, normal, truncatedNormal, uniform, orthogonal, constant };

/** An initializer as a recipe writes it: its name and options. */
export const initializerSchema = z.discriminatedUnion('name', [
  varianceScaling.options,
  normal.options,
  truncatedNormal.options,
  uniform.options,
  orthogonal.options,
  constant.options,
]);

/** An initializer with every option filled in. */
export type InitializerOptions = z.output<typeof initializerSchema>;

function definitionOf(options: InitializerOptions): Initializer<typeof initializerSchema> {
  return initializers[options.name] as unknown as Initializer<typeof initializerSchema>;
}

/** Draws a parameter's first values; each `stream` name has random numbers of its own under a seed. */
export function initialize(
  options: InitializerOptions,
  parameter: ParameterShape,
  seed: number,
  stream: string,
): Tensor<'float32'> {
  const data = new Float32Array(elementCount(parameter.shape));
  definitionOf(options).fill(data, options, new RandomStream(seed, `initialize/${stream}`), parameter);
  return { dtype: 'float32', shape: parameter.shape, data };
}

/** One phrase that says how a parameter was initialised. */
export function describeInitializer(options: InitializerOptions): string {
  return definitionOf(options).describe(options);
}
