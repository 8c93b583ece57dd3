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
  const { targets, targetKind } = batch;
  forEachRow(batch, (row, index) => {
    visit(row, targetKind === 'classes' ? Number(targets[index]) : largest(targets, row));
  });
}

/** Calls `visit` for each sample, or each place in one, with where its scores lie and how many came before. */
export function forEachRow(
  { samples, width, classes, classesLast = false }: MetricBatch,
  visit: (row: ScoreRow, index: number) => void,
): void {
  const places = width / classes;
  const [step, stride] = classesLast ? [classes, 1] : [1, places];
  for (let index = 0; index < samples * places; index++) {
    const start = Math.floor(index / places) * width + (index % places) * step;
    visit({ start, stride, length: classes }, index);
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
