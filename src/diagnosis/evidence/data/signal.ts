import type { DiagnosisTask } from '../../task.ts';
import { columnMeans, type Matrix } from './matrix.ts';

/** How well a reference learner answers for some samples. */
export interface Signal {
  readonly samples: number;
  /**
   * 1 − squared errors / squared deviations of the targets, all columns together; of rows of zeros and a one for classes. 0 for
   * a constant answer, 1 for perfect ones.
   */
  readonly skill: number;
  /** Standard error of `skill`. */
  readonly skillError: number;
  /** Share of right answers, or R² for numbers. */
  readonly score: number;
  readonly scoreError: number;
  /** Score of the best constant answer. */
  readonly floor: number;
  /** Answers and what they should have been, as the learner takes them. */
  readonly answers: Matrix;
  readonly targets: Matrix;
}

/** How well answers suit targets. */
export function measureSignal(kind: DiagnosisTask['kind'], answers: Matrix, targets: Matrix): Signal {
  const means = columnMeans(targets);
  const { rows, columns } = targets;
  const errors = new Float64Array(rows);
  const spreads = new Float64Array(rows);
  for (let i = 0; i < targets.data.length; i++) {
    const row = Math.floor(i / columns);
    errors[row]! += (targets.data[i]! - answers.data[i]!) ** 2;
    spreads[row]! += (targets.data[i]! - means[i % columns]!) ** 2;
  }
  const [error, spread] = [sum(errors) / rows, sum(spreads) / rows];
  const skill = spread > 0 ? 1 - error / spread : 0;
  // The deviation of a ratio of means, to first order.
  const residuals = errors.map((each, row) => each - (1 - skill) * spreads[row]!);
  const skillError = spread > 0 ? deviationOf(residuals) / spread / Math.sqrt(rows) : 0;
  const common = { samples: rows, skill, skillError, answers, targets };
  if (kind === 'numbers') return { ...common, score: skill, scoreError: skillError, floor: 0 };
  const right = rightAnswers(kind, answers, targets);
  const score = sum(right) / rows;
  const floor =
    kind === 'labels'
      ? means.reduce((total, mean) => total + Math.max(mean, 1 - mean) / columns, 0)
      : Math.max(...means);
  return { ...common, score, scoreError: deviationOf(right) / Math.sqrt(rows), floor };
}

/** For each sample 1 or 0 for a right or wrong answer, or the share of its labels that are right. */
export function rightAnswers(kind: DiagnosisTask['kind'], answers: Matrix, targets: Matrix): Float64Array {
  const { rows, columns } = targets;
  const right = new Float64Array(rows);
  for (let row = 0; row < rows; row++) {
    if (kind !== 'labels') {
      right[row] = largestOf(answers, row) === largestOf(targets, row) ? 1 : 0;
      continue;
    }
    for (let i = row * columns; i < (row + 1) * columns; i++) {
      if (answers.data[i]! > 0.5 === targets.data[i]! > 0.5) right[row]! += 1 / columns;
    }
  }
  return right;
}

/** Column of the largest number of a row. */
export function largestOf({ columns, data }: Matrix, row: number): number {
  let best = 0;
  for (let column = 1; column < columns; column++) {
    if (data[row * columns + column]! > data[row * columns + best]!) best = column;
  }
  return best;
}

export const sum = (values: Float64Array): number => values.reduce((total, value) => total + value, 0);

export function deviationOf(values: Float64Array): number {
  const mean = sum(values) / values.length;
  return Math.sqrt(values.reduce((total, value) => total + (value - mean) ** 2, 0) / Math.max(1, values.length - 1));
}
