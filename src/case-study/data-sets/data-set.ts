import type { Tensor } from '../../core/index.ts';

/** How many samples a data set of the case study has. */
export const sampleCounts = { train: 1024, validation: 256 } as const;

/** Pixels of a side of a sample. */
export const sampleSize = 24;

/** Images of counts and what is asked of each. */
export interface CaseSamples {
  /** Counts, whole numbers, 0 or more: `[count, 1, 24, 24]`. */
  readonly images: Tensor<'float32'>;
  /** What is asked: `[count, 3]`. */
  readonly targets: Tensor<'float32'>;
}

/** A data set that the case study can be made on: counts over many decades, and where the largest is asked for. */
export interface CaseDataSet {
  /** What its samples are and what is asked of them, for the report. */
  readonly description: string;
  /** Whose data they are and under which licence; none where they are simulated. */
  readonly credit?: string;
  /** Draws the samples of a part, {@link sampleCounts} of them: the same ones from the same seed. */
  readonly draw: (seed: number, part: keyof typeof sampleCounts) => CaseSamples;
}
