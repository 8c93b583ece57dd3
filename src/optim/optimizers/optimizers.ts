import * as z from 'zod';
import { RuntimeError } from '../../core/index.ts';
import type { FlatMemory } from '../flat-memory.ts';
import { instantiateKernel } from '../kernel.ts';
import { nameOrOptions } from '../name-or-options.ts';
import { adadelta, adadeltaOptions } from './adadelta.ts';
import { adagrad, adagradOptions } from './adagrad.ts';
import { adam, adamOptions } from './adam.ts';
import { adamax, adamaxOptions } from './adamax.ts';
import { adamw, adamwOptions } from './adamw.ts';
import { withDecoupledDecay } from './decoupled-decay.ts';
import { lion, lionOptions } from './lion.ts';
import { nadam, nadamOptions } from './nadam.ts';
import type { Optimizer, OptimizerDefinition } from './optimizer.ts';
import { radam, radamOptions } from './radam.ts';
import { rmsprop, rmspropOptions } from './rmsprop.ts';
import { sgd, sgdOptions } from './sgd.ts';

/** An optimizer with its options as a recipe holds it: `{ name: 'adam', beta1: 0.8 }`; what is left out is the default. */
export const optimizerOptions = z.discriminatedUnion('name', [
  adamOptions,
  adamwOptions,
  sgdOptions,
  rmspropOptions,
  adagradOptions,
  lionOptions,
  adadeltaOptions,
  adamaxOptions,
  nadamOptions,
  radamOptions,
]);

/** {@link optimizerOptions}, or the bare name of an optimizer whose defaults will do: `adamw`. */
export const optimizerSchema = nameOrOptions(optimizerOptions);

/** Complete options of any optimizer, told apart by `name`. */
export type OptimizerOptions = z.infer<typeof optimizerOptions>;

export type OptimizerName = OptimizerOptions['name'];

type OptionsOf<Name extends OptimizerName> = Extract<OptimizerOptions, { name: Name }>;

/** The catalogue of optimizers. */
export const optimizers: { readonly [Name in OptimizerName]: OptimizerDefinition<OptionsOf<Name>> } = {
  adam,
  adamw,
  sgd,
  rmsprop,
  adagrad,
  lion,
  adadelta,
  adamax,
  nadam,
  radam,
};

/** The entry of the catalogue that belongs to some options. */
export function findOptimizer<Options extends OptimizerOptions>(options: Options): OptimizerDefinition<Options> {
  return withDecoupledDecay(optimizers[options.name] as OptimizerDefinition<Options>, options);
}

/** Names of the vectors that an optimizer keeps: a {@link FlatMemory} for it has as many slots. */
export function slotNamesOf(options: OptimizerOptions): readonly string[] {
  return findOptimizer(options).slotNames(options);
}

/** Denormals arise slowly, as averages of a gradient that has died: cleaning up once in so many steps costs nothing. */
const stepsBetweenFlushes = 16;

/**
 * An optimizer bound to a memory. Throws RuntimeError where the memory has not as many slots as
 * {@link slotNamesOf} tells.
 *
 * Every 16 steps, entries of the slots below 2⁻¹²⁶ become zero, because arithmetic on denormal numbers is slow.
 *
 * @example
 * const options = optimizerOptions.parse({ name: 'adam' });
 * const memory = new FlatMemory({ parameterCount: 3, slots: slotNamesOf(options).length });
 * const optimizer = createOptimizer(options, memory);
 * memory.gradients.set([1, 2, 3]);
 * optimizer.update(1, options.learningRate); // each parameter is now −0.001
 */
export function createOptimizer(options: OptimizerOptions, memory: FlatMemory): Optimizer {
  const definition = findOptimizer(options);
  const slotNames = definition.slotNames(options);
  if (memory.slots.length !== slotNames.length) {
    throw new RuntimeError(
      `the optimizer '${options.name}' keeps ${slotNames.length} vectors, but the flat memory has ${memory.slots.length} slots`,
    );
  }
  const update = definition.create(options, memory);
  const flush = instantiateKernel<(byteOffset: number, bytes: number) => void>('flush-denormals', memory);
  const { slots, paddedByteLength } = memory;
  return {
    name: options.name,
    slotNames,
    update(step, learningRate) {
      update(step, learningRate);
      if (step % stepsBetweenFlushes !== 0) return;
      for (const slot of slots) flush(slot.byteOffset, paddedByteLength);
    },
  };
}
