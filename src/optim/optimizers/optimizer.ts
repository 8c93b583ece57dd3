import type { FlatMemory } from '../flat-memory.ts';

/** An optimizer bound to the memory that it updates. */
export interface Optimizer {
  readonly name: string;
  /** What each of the memory's slots holds; checkpoints store the slots under these names. */
  readonly slotNames: readonly string[];
  /**
   * Changes the parameters and slots in place by the gradients as they stand.
   *
   * @param step number of this update, 1 for the first
   * @param learningRate of this update, 0 or more
   */
  update(step: number, learningRate: number): void;
}

/** The vectors of {@link FlatMemory} in float64, for the reference. */
export interface ReferenceState {
  readonly parameters: Float64Array;
  readonly gradients: Float64Array;
  readonly slots: readonly Float64Array[];
}

/** One optimizer of the catalogue. */
export interface OptimizerDefinition<Options extends { readonly name: string }> {
  readonly name: Options['name'];
  /** One line for the help text. */
  readonly summary: string;
  /** Names of the vectors that the optimizer keeps between steps, all zero before the first. */
  slotNames(options: Options): readonly string[];
  /** The update of {@link Optimizer}, by a kernel. It must leave zeros where parameters, gradients and slots are zero. */
  create(options: Options, memory: FlatMemory): Optimizer['update'];
  /** The same update in float64, written for clarity: what the kernel is compared with. */
  reference(options: Options, state: ReferenceState, step: number, learningRate: number): void;
  /** Options under which kernel and reference are compared. */
  readonly samples: readonly Options[];
}
