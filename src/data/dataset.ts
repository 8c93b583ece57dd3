import type { ConcreteShape, DataType } from '../core/index.ts';
import type { ReadAhead } from './read-ahead.ts';

/** One named array of a dataset: what every sample has under that name. */
export interface Field {
  readonly name: string;
  /** Element type as stored; {@link Dataset.gather} converts. */
  readonly dtype: DataType;
  /** Shape of one sample, without the axis that counts samples: `[3, 32, 32]`, or `[]` for one number. */
  readonly shape: ConcreteShape;
}

/**
 * What the axes of an input's sample mean. `features`: a vector; `NCHW`, `NHWC`, `NHW`: images, where N is the axis of
 * samples; `unknown`: several axes whose meaning cannot be told from the file.
 */
export type Layout = 'features' | 'NCHW' | 'NHWC' | 'NHW' | 'unknown';

/** For each column of an input the texts that its codes stand for, where it holds categories. */
export type Categories = readonly (readonly string[] | undefined)[];

/** Texts of a column that its categories lack. */
export interface UnknownCategories {
  readonly column: string;
  /** Samples that have one. */
  readonly count: number;
  /** One of the texts. */
  readonly example: string;
}

/**
 * Samples to train on, evaluate on or predict from: named inputs and at most one target. The target is either class
 * indices (int64, sample shape `[]`, with {@link Dataset.classNames}) or numbers (float32, sample shape `[k]` or more axes).
 */
export interface Dataset {
  /** File or folder that the samples come from, for messages. */
  readonly source: string;
  /** Number of samples. */
  readonly length: number;
  /** One field or more. */
  readonly inputs: readonly Field[];
  readonly target: Field | undefined;
  /** Names of the classes by index, where the target is class indices. */
  readonly classNames: readonly string[] | undefined;
  /** Layout of the first input. */
  readonly layout: Layout;
  /** Names of the features of the first input, where it comes from columns of a table. */
  readonly columnNames?: readonly string[] | undefined;
  /**
   * For columns of texts of the first input, by column: the categories that its values are the indices of. NaN stands for a
   * missing text, and for one that is none of them.
   */
  readonly categories?: Categories | undefined;

  /**
   * Copies the samples at `indices` of one field into the front of `out`, in order, converted to `out`'s element type.
   * The hot path of a training step: it allocates no buffers. `out` needs at least `indices.length` times the elements of
   * a sample. Throws `DataError` for an unknown field, an index out of range, an `out` that is too short, or a field of
   * fractions asked for as integers; `FileError` where a file that holds samples is gone or too short.
   */
  gather(field: string, indices: ArrayLike<number>, out: Float32Array | BigInt64Array): void;

  /** The samples at `indices`, in that order, as a view that shares this dataset's storage. */
  subset(indices: Uint32Array): Dataset;

  /**
   * The categories that occur in these samples, in their order. `undefined` where there are none, or where they were
   * settled by {@link Dataset.withCategories}.
   */
  learnCategories?(): Categories | undefined;

  /** The same samples, their texts as indices of other categories: those of training, or of a trained network. */
  withCategories?(categories: Categories): Dataset;

  /** What texts {@link Dataset.withCategories} found no category for. */
  unknownCategories?(): readonly UnknownCategories[];

  /**
   * Begins to read batches of at most `samples` samples in another thread, so that {@link Dataset.gather} finds each ready
   * once {@link ReadAhead.next} has been awaited for it. `undefined`, or left out, where the samples lie in memory.
   */
  readAhead?(batches: Iterable<Uint32Array>, samples: number): ReadAhead | undefined;
}

/** The parts that a source of data comes in. A source that knows of one part only gives it as `train`. */
export interface DatasetSplits {
  readonly train: Dataset;
  readonly validation?: Dataset;
  readonly test?: Dataset;
}
