import { RandomStream, UsageError } from '../core/index.ts';

/** How {@link BatchOrder} arranges samples. */
export interface BatchOrderOptions {
  /** Samples of the dataset, at least 1. */
  readonly length: number;
  /** Samples of a batch, at least 1; the last batch of an epoch holds what is left. */
  readonly batchSize: number;
  readonly seed: number;
  /** Whether every epoch has its own random order; by default true. */
  readonly shuffle?: boolean;
}

/**
 * Which samples make up which batch of which epoch: a pure function of the options and the epoch's number, so that a
 * run resumed at any step sees the batches that the uninterrupted run would have seen.
 */
export class BatchOrder {
  readonly length: number;
  readonly batchSize: number;
  /** Batches of an epoch, the smaller last one included. */
  readonly batchesPerEpoch: number;
  readonly #seed: number;
  readonly #shuffle: boolean;

  /** Throws {@link UsageError} where `length` or `batchSize` is not an integer of 1 or more. */
  constructor(options: BatchOrderOptions) {
    const { length, batchSize, seed, shuffle = true } = options;
    for (const [name, value] of Object.entries({ length, batchSize })) {
      if (!Number.isInteger(value) || value < 1)
        throw new UsageError(`${name} ${value}: expected an integer of 1 or more`);
    }
    this.length = length;
    this.batchSize = batchSize;
    this.batchesPerEpoch = Math.ceil(length / batchSize);
    this.#seed = seed;
    this.#shuffle = shuffle;
  }

  /** The order of all samples in one epoch, counted from 0. */
  epoch(epoch: number): Uint32Array {
    if (this.#shuffle) return new RandomStream(this.#seed, `order/${epoch}`).permutation(this.length);
    return Uint32Array.from({ length: this.length }, (_, index) => index);
  }

  /** The batches of one epoch from batch `first` on: views of the epoch's order, the last one perhaps smaller. */
  *batches(epoch: number, first = 0): Generator<Uint32Array> {
    const order = this.epoch(epoch);
    for (let batch = first; batch < this.batchesPerEpoch; batch++) {
      yield order.subarray(batch * this.batchSize, Math.min((batch + 1) * this.batchSize, this.length));
    }
  }
}
