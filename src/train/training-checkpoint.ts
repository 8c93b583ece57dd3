import type { Tensor } from '../core/index.ts';
import type { EpochRecord } from './epoch-record.ts';
import type { Snapshot } from './training-engine.ts';

/** What a handler remembers between events. */
export interface HandlerMemory {
  readonly numbers: Readonly<Record<string, number>>;
  /** Whole states of the network, such as that of the best epoch. */
  readonly snapshots?: Readonly<Record<string, Snapshot>>;
}

/** What tells two sets of training data apart. */
export interface DataFingerprint {
  readonly samples: number;
  /** Over names, types, shapes and values: all of them, or of large data samples spread evenly. */
  readonly hash: string;
}

/**
 * A training at one moment, whole: given to `fit` it goes on from here to the bits that it would have come to without a
 * break. Random numbers need no state of their own: each is a function of the recipe's seed, its purpose and the step.
 */
export interface TrainingCheckpoint {
  /** Optimizer steps made. Epochs done are those of the history; the rest are batches of the epoch that runs. */
  readonly step: number;
  /** Samples seen in the epoch that runs, and the sum of their losses. */
  readonly seen: number;
  readonly lossSum: number;
  readonly learningRate: number;
  readonly learningRateFactor: number;
  readonly history: readonly EpochRecord[];
  /** What a handler gave as its reason to end training, where one did. */
  readonly stopped: string | undefined;
  /** Weights and running statistics under `network/`, the optimizer's vectors under `optimizer/<slot>/`, by name. */
  readonly tensors: ReadonlyMap<string, Tensor>;
  readonly handlers: Readonly<Record<string, HandlerMemory>>;
  /** The recipe that was trained by. */
  readonly recipe: Readonly<Record<string, unknown>>;
  /** Hash of the network's graph, its frozen numbers and the loss, without what training changes. */
  readonly network: string;
  readonly data: DataFingerprint;
  /** The engine in words, threads included: others compute other bits. */
  readonly engine: string;
}
