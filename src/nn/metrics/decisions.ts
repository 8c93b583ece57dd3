import type { MetricBatch } from './metric.ts';

/**
 * Calls `visit` for each output of a yes-or-no network: whether it is a yes (NaN is neither: `undefined`), whether it should
 * be one, and which output of its sample it is.
 */
export function forEachAnswer(
  { outputs, targets, width, outputKind }: MetricBatch,
  visit: (given: boolean | undefined, expected: boolean, output: number) => void,
): void {
  const boundary = outputKind === 'probabilities' ? 0.5 : 0;
  for (let i = 0; i < outputs.length; i++) {
    const output = outputs[i]!;
    visit(Number.isNaN(output) ? undefined : output > boundary, Number(targets[i]) > 0.5, i % width);
  }
}

/** Where the scores of one thing to classify lie: `outputs[start + index * stride]` is the score of class `index`. */
export interface ScoreRow {
  readonly start: number;
  readonly stride: number;
  readonly length: number;
}

/** Calls `visit` for each thing to classify, a sample or a place in one, with where its scores lie and its class. */
export function forEachClassified(batch: MetricBatch, visit: (row: ScoreRow, expected: number) => void): void {
  const { samples, width, classes, targets, targetKind } = batch;
  const places = width / classes;
  for (let sample = 0; sample < samples; sample++) {
    for (let place = 0; place < places; place++) {
      const row = { start: sample * width + place, stride: places, length: classes };
      visit(row, targetKind === 'classes' ? Number(targets[sample * places + place]) : largest(targets, row));
    }
  }
}

/** Index of the largest of some numbers; NaN is never the largest, and −1 stands for no number at all. */
export function largest(values: Float32Array | BigInt64Array, { start, stride, length }: ScoreRow): number {
  let best = -1;
  let most = Number.NEGATIVE_INFINITY;
  for (let index = 0; index < length; index++) {
    const value = Number(values[start + index * stride]);
    if (value > most || (best < 0 && value === most)) {
      most = value;
      best = index;
    }
  }
  return best;
}
