import type { WatchedRule } from './experiments.ts';

/** One training step, or one point of a recorded curve. */
export interface StepView {
  readonly step: number;
  /** Mean over the batch. */
  readonly loss: number;
  readonly gradientNorm?: number | undefined;
  /** As the schedule gives it. */
  readonly learningRate?: number | undefined;
}

/** Means over some steps in a row: single batches are noisy. */
export interface WindowView {
  /** The last one. */
  readonly step: number;
  readonly loss: number;
  /** Standard error of that mean. */
  readonly lossError: number;
  readonly gradientNorm: number | undefined;
  /** At the last step. */
  readonly learningRate: number | undefined;
  /** Of the windows so far, this one included. */
  readonly index: number;
  /** Share of the planned steps that are made, 0 to 1. */
  readonly progress: number;
}

/** What one layer looked like in a step. */
export interface LayerView {
  readonly name: string;
  readonly isOutput: boolean;
  /** Euclidean norm over all of its parameters; undefined without any. */
  readonly gradientNorm?: number | undefined;
  /** Norm of the update over that of the parameters. */
  readonly updateRatio?: number | undefined;
  /** Share of units that were 0 for every sample of the batch. */
  readonly deadUnits?: number | undefined;
  /** Share of outputs at the limits of the activation. */
  readonly saturated?: number | undefined;
}

/** A step that was looked into. */
export interface LookView {
  readonly step: number;
  /** In the network's order. */
  readonly layers: readonly LayerView[];
  /** Loss of the step over the first one of the training. */
  readonly lossShare: number;
  /** Learning rate of the step over the highest so far; 1 where no rate is known. */
  readonly rateShare: number;
}

/** An epoch's end. */
export interface EpochView {
  readonly step: number;
  /** Mean over the epoch, while it ran. */
  readonly loss: number;
  readonly validationLoss?: number | undefined;
}

/** What is known of a training before its first step. */
export interface Course {
  /** Steps that are planned, or points that were recorded. */
  readonly steps: number;
  /** Samples in a batch; undefined where points are means of many. */
  readonly batchSize?: number | undefined;
  /** Loss of the best constant answer, where it is known and comparable. */
  readonly constantLoss?: number | undefined;
}

/** What a watcher remembers: numbers alone, so that it fits into a checkpoint. */
export type WatchMemory = Record<string, number>;

/** A cause that would explain what was seen, and how likely it is before any experiment: 0 to 1. */
export interface LikelyCause {
  readonly rule: WatchedRule;
  readonly likelihood: number;
}

/** What a watcher saw. */
export interface Sighting {
  readonly step: number;
  readonly layer?: string;
  /** With its numbers: "97 % of the units are 0 for every sample". */
  readonly says: string;
  /** The likeliest first. */
  readonly causes: readonly LikelyCause[];
}

/**
 * Watches for one kind of trouble: a state machine that is told what training shows and remembers numbers. It is told
 * nothing more once it has seen something.
 */
export interface Watcher {
  /** In kebab case: what `--json` calls it. */
  readonly name: string;
  onWindow?(memory: WatchMemory, window: WindowView, course: Course, first: number): Sighting | undefined;
  onLook?(memory: WatchMemory, look: LookView, course: Course): Sighting | undefined;
  onEpoch?(memory: WatchMemory, epoch: EpochView, course: Course): Sighting | undefined;
}
