import type { Tensor } from '../core/index.ts';
import type { Dataset } from '../data/browser.ts';
import type { Network } from '../nn/index.ts';
import type { EpochRecord } from './epoch-record.ts';
import type { Scores } from './evaluator.ts';
import type { NonFiniteOrigin } from './non-finite.ts';
import type { StepStatistics } from './probe.ts';
import type { Recipe } from './recipe.ts';
import type { HandlerMemory, TrainingCheckpoint } from './training-checkpoint.ts';
import type { Snapshot } from './training-engine.ts';

/** Why training ended. */
export type StopReason =
  | { readonly kind: 'completed' }
  /** A handler asked for it, with its reason: early stopping. */
  | { readonly kind: 'handler'; readonly message: string }
  /** The abort signal: Ctrl-C. */
  | { readonly kind: 'interrupted' }
  /** The loss or a gradient was not finite; the parameters are those before that step. */
  | { readonly kind: 'non-finite'; readonly step: number; readonly origin: NonFiniteOrigin | undefined }
  /** A file of streamed data was gone or too short after the first step; the parameters are those of the last step. */
  | { readonly kind: 'unreadable'; readonly message: string }
  /** The engine failed at that step, as where a graphics device is lost; the parameters are those before it. */
  | { readonly kind: 'engine-failure'; readonly step: number; readonly message: string };

/** What handlers see of a running training, updated in place. */
export interface TrainingState {
  readonly recipe: Recipe;
  /** Samples of the training data. */
  readonly samples: number;
  readonly stepsPerEpoch: number;
  readonly totalSteps: number;
  readonly totalEpochs: number;
  /** The epoch that runs, 0 for the first. */
  epoch: number;
  /** Optimizer steps made. */
  step: number;
  /** Mean loss of the last batch. */
  loss: number;
  /** Mean loss over the batches of this epoch so far, weighted by their samples. */
  epochLoss: number;
  learningRate: number;
  /** What the schedule's learning rate is multiplied by, 1 at first: for handlers that change the rate. */
  learningRateFactor: number;
  gradientNorm: number;
  /** Training samples per second over this epoch, validation left out. */
  samplesPerSecond: number;
  /** Scores on the validation data after the last finished epoch. */
  validation: Scores | undefined;
  /** Asks for training to end after this event. */
  stop(message: string): void;
  /** The network with its parameters as they stand now. */
  network(): Network;
  /** What the network as it stands now puts out for each sample, in inference form. */
  predict(dataset: Dataset): Promise<Tensor<'float32'>>;
  snapshot(): Snapshot;
  restore(snapshot: Snapshot): void;
  /**
   * All that {@link fit} needs to go on from here to the same bits, copied. Handlers that come later count as they were.
   *
   * @param spent an earlier one of this training that is needed no more: its memory is written over, which takes a fraction
   *   of the time
   */
  checkpoint(spent?: TrainingCheckpoint): TrainingCheckpoint;
}

/** Asks for some steps to be looked into. */
export interface StatisticsRequest {
  /** Looks into the first step and every so many after it; or says, before each step, whether it is looked into. */
  readonly every: number | ((state: TrainingState) => boolean);
  /** Bins of a histogram of each layer's outputs; none by default, since the outputs have to be copied for it. */
  readonly histogramBins?: number;
  /**
   * Gets what was seen, after the update and before `state.step` counts it; also where the update was left out because
   * the loss or a gradient was not finite.
   */
  onStatistics(statistics: StepStatistics, state: TrainingState): void | Promise<void>;
}

/**
 * Does something at certain points of a training; the loop itself does nothing but train. Handlers run in the order
 * given; what they return is awaited, except after each step, which must stay cheap.
 *
 * | way of ending | events at the end |
 * | --- | --- |
 * | completed, or a handler stopped it at an epoch's end | onEpochEnd, onStop, onTrainEnd |
 * | a handler stopped it after a step, Ctrl-C, a loss that is not finite, data that can no longer be read, an engine that failed | onStop, onTrainEnd |
 */
export interface Handler {
  /** What its memory is kept under in checkpoints; goes with `save` and `restore`. */
  readonly name?: string;
  /** Statistics of some steps, which cost as much as a forward pass. */
  readonly statistics?: StatisticsRequest | undefined;
  onTrainBegin?(state: TrainingState): void | Promise<void>;
  onEpochBegin?(state: TrainingState): void | Promise<void>;
  onStepEnd?(state: TrainingState): void;
  onEpochEnd?(state: TrainingState, record: EpochRecord): void | Promise<void>;
  /** After the last step, before any handler's `onTrainEnd` may go back to other parameters. */
  onStop?(state: TrainingState, reason: StopReason): void | Promise<void>;
  onTrainEnd?(state: TrainingState, reason: StopReason): void | Promise<void>;
  /** What it has to remember so that a training that is resumed ends as one that never stopped. */
  save?(): HandlerMemory;
  /** Takes up what {@link Handler.save} gave in an earlier process. Runs before `onTrainBegin`. */
  restore?(memory: HandlerMemory): void;
}
