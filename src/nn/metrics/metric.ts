import type { TargetKind } from '../losses/index.ts';

/** Outputs and targets of some samples, row after row. */
export interface MetricBatch {
  readonly samples: number;
  /** Outputs of one sample. */
  readonly width: number;
  readonly outputs: Float32Array;
  /** Class indices (one for each sample) or as many numbers as outputs. */
  readonly targets: Float32Array | BigInt64Array;
  readonly targetKind: TargetKind;
}

/** A score that is gathered batch by batch, so that data larger than memory can be scored. */
export interface Metric {
  /** As people write it: `R²`. */
  readonly label: string;
  readonly better: 'higher' | 'lower';
  readonly targets: readonly TargetKind[];
  start(): { add(batch: MetricBatch): void; result(): number };
}
