import type { OutputKind, TargetKind } from '../losses/index.ts';

/** Outputs and targets of some samples, row after row. */
export interface MetricBatch {
  readonly samples: number;
  /** Outputs of one sample: for classes those of each class, and for images of classes `[classes, height, width]`, unless `classesLast`. */
  readonly width: number;
  /** Number of classes, or of outputs where each is a score of its own. */
  readonly classes: number;
  /** Whether the outputs of a sample, and its one-hot targets, have the classes as their last axis: `[height, width, classes]`. */
  readonly classesLast?: boolean;
  readonly outputs: Float32Array;
  /** Class indices (one for each place of a sample, mostly one in all) or as many numbers as outputs. */
  readonly targets: Float32Array | BigInt64Array;
  /** Number of targets of one sample in the data, where they were broadcast to as many as outputs. */
  readonly givenTargets?: number;
  readonly targetKind: TargetKind;
  readonly outputKind: OutputKind;
}

/** A score that is gathered batch by batch, so that data larger than memory can be scored. */
export interface Metric {
  /** As people write it: `R²`. */
  readonly label: string;
  readonly better: 'higher' | 'lower';
  readonly targets: readonly TargetKind[];
  /** Whether it is reported after every epoch, and not on request alone. */
  readonly byDefault: boolean;
  start(): { add(batch: MetricBatch): void; result(): number };
}
