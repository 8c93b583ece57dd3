import type { GraphBuilder, Value, ValueType } from '../../graph/index.ts';
import type { ClassWeights } from './class-weights.ts';

/**
 * What a loss compares the output with: `classes` an index for each sample, `oneHot` a row of zeros and a one,
 * `binary` 0 or 1 for each output, `numbers` any number for each output.
 */
export type TargetKind = 'classes' | 'oneHot' | 'binary' | 'numbers';

/**
 * What the outputs of a network are that is trained with a loss: `logits` any numbers, the larger the likelier, with the
 * boundary of yes and no at 0; `probabilities` from 0 to 1, with the boundary at 0.5; `numbers` any
 * numbers; `rates` numbers above 0; `logRates` the logarithms of such.
 */
export type OutputKind = 'logits' | 'probabilities' | 'numbers' | 'rates' | 'logRates';

/** A loss writes the nodes that turn the network's output and the target into one scalar, the mean over the batch. */
export interface Loss {
  /** One line for `--help` and the docs. */
  readonly summary: string;
  readonly target: TargetKind;
  readonly output: OutputKind;
  /** What the mean is taken over: all outputs, or the rows of outputs along the axis of classes. */
  readonly terms: 'outputs' | 'rows';
  /**
   * Whether the loss depends on output − target alone, so that it may be computed on both of them scaled. Losses of ratios
   * or logarithms need the target's own unit.
   */
  readonly ofDifferences?: true;
  /** Whether the last axis is that of the classes, and not the first after the batch. */
  readonly classesLast?: true;
  /** Whether its terms can count by their class. */
  readonly takesClassWeights?: boolean;
  /**
   * Type of the target that fits an output.
   *
   * @param given shape of the target at hand, batch first, for losses that compare with what can be broadcast
   */
  targetType(output: ValueType, given?: readonly number[]): ValueType;
  /** @param classWeights given only where the loss takes them */
  write(builder: GraphBuilder, output: Value, target: Value, classWeights?: ClassWeights): Value;
}

/** Target of the same shape as the output. */
export const sameAsOutput = ({ shape }: ValueType): ValueType => ({ dtype: 'float32', shape });
