import { RandomStream } from '../../../core/index.ts';
import { type Matrix, zeroMatrix } from './matrix.ts';

/** Mean and deviation of each column, and how many values they rest on; those that are not numbers do not count. */
export interface ColumnStatistics {
  readonly mean: Float64Array;
  readonly deviation: Float64Array;
  readonly count: Float64Array;
}

/** Features that a learner is given; more are folded into as many. */
const mostFeatures = 512;
/** A whitened value beyond is cut off, so that no single feature of a sample decides how far it is from the others. */
const furthest = 5;

export function columnStatistics({ columns, data }: Matrix): ColumnStatistics {
  const mean = new Float64Array(columns);
  const squares = new Float64Array(columns);
  const count = new Float64Array(columns);
  for (let i = 0; i < data.length; i++) {
    const value = data[i]!;
    if (Number.isNaN(value)) continue;
    const column = i % columns;
    count[column]!++;
    const before = value - mean[column]!;
    mean[column]! += before / count[column]!;
    squares[column]! += before * (value - mean[column]!);
  }
  const deviation = squares.map((sum, column) => Math.sqrt(sum / Math.max(1, count[column]!)));
  return { mean, deviation, count };
}

/** Features less their mean, divided by their deviation; 0 where there is no number or a feature does not vary. */
export function whiten({ rows, columns, data }: Matrix, { mean, deviation }: ColumnStatistics): Matrix {
  const whitened = zeroMatrix(rows, columns);
  for (let i = 0; i < data.length; i++) {
    const column = i % columns;
    const value = (data[i]! - mean[column]!) / deviation[column]!;
    if (Number.isFinite(value)) whitened.data[i] = Math.min(furthest, Math.max(-furthest, value));
  }
  return fold(whitened, mostFeatures);
}

/**
 * Where there are more columns than `most`, that many sums of columns under random signs, which keep inner products
 * (Charikar, Chen and Farach-Colton 2002).
 */
export function fold(matrix: Matrix, most: number): Matrix {
  const { rows, columns, data } = matrix;
  if (columns <= most) return matrix;
  const random = new RandomStream(0, 'diagnosis/folding');
  const group = Uint32Array.from({ length: columns }, () => random.integer(most));
  const sign = Int8Array.from({ length: columns }, () => (random.uniform() < 0.5 ? -1 : 1));
  const folded = zeroMatrix(rows, most);
  for (let i = 0; i < data.length; i++) {
    const column = i % columns;
    folded.data[Math.floor(i / columns) * most + group[column]!]! += sign[column]! * data[i]!;
  }
  return folded;
}
