import type { Scores } from './evaluator.ts';

/** One epoch in a run's history. */
export interface EpochRecord {
  /** 1 for the first. */
  readonly epoch: number;
  /** Optimizer steps made by its end. */
  readonly step: number;
  readonly loss: number;
  readonly learningRate: number;
  readonly samplesPerSecond: number;
  readonly validation: Scores | undefined;
}
