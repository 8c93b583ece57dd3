import { columnMeans, innerProducts, invert, type Matrix, multiply, zeroMatrix } from './matrix.ts';

/**
 * Learners that need no training by steps, for whitened inputs. None is best: ridge regression sees what goes by sums, kernel
 * regression what bends, neighbours what jumps.
 */
export const learnerNames = ['ridge', 'kernel', 'neighbours'] as const;
export type LearnerName = (typeof learnerNames)[number];

/** Added to the diagonal of a kernel matrix of diagonal 1. */
const penalties = { ridge: 1, kernel: 0.3 } as const;

/** A learner on some inputs, whatever their targets. */
export interface Learner {
  /** What it answers for each sample when it has learned from all others. */
  leaveOneOut(targets: Matrix): Matrix;
  /** What it answers for other inputs, given as their inner products and squared distances. */
  answer(targets: Matrix, others: Closeness): Matrix;
}

/** How close some samples, in rows, are to others, in columns. */
export interface Closeness {
  /** Inner products over the number of features. */
  readonly products: Matrix;
  /** Squared distances over the number of features. */
  readonly distances: Matrix;
}

export function closeness(a: Matrix, b: Matrix): Closeness {
  const products = innerProducts(a, b);
  const scale = 1 / Math.max(1, a.columns);
  for (let i = 0; i < products.data.length; i++) products.data[i]! *= scale;
  const lengths = (matrix: Matrix) =>
    Float64Array.from({ length: matrix.rows }, (_, row) => {
      let sum = 0;
      for (let i = row * matrix.columns; i < (row + 1) * matrix.columns; i++) sum += matrix.data[i]! ** 2;
      return sum * scale;
    });
  const [first, second] = [lengths(a), a === b ? lengths(a) : lengths(b)];
  const distances = zeroMatrix(a.rows, b.rows);
  for (let i = 0; i < distances.data.length; i++) {
    const [row, column] = [Math.floor(i / b.rows), i % b.rows];
    distances.data[i] = Math.max(0, first[row]! + second[column]! - 2 * products.data[i]!);
  }
  return { products, distances };
}

/** All learners on the inputs whose closeness to each other is given. */
export function makeLearners(own: Closeness): Record<LearnerName, Learner> {
  const bandwidth = median(own.distances) / 4;
  const bend = ({ distances }: Closeness): Matrix => ({
    ...distances,
    data: distances.data.map((distance) => Math.exp(-distance / (2 * bandwidth || 1))),
  });
  return {
    ridge: kernelLearner(own, ({ products }) => products, penalties.ridge),
    kernel: kernelLearner(own, bend, penalties.kernel),
    neighbours: neighbourLearner(own),
  };
}

function median({ rows, data }: Matrix): number {
  const apart = data.filter((_, i) => Math.floor(i / rows) < i % rows).sort();
  return apart.length === 0 ? 0 : apart[apart.length >> 1]!;
}

/** Kernel ridge regression, whose answers without a sample follow from the inverse (Allen's PRESS, 1974). */
function kernelLearner(own: Closeness, kernel: (closeness: Closeness) => Matrix, penalty: number): Learner {
  const size = own.products.rows;
  const penalized = kernel(own);
  const matrix: Matrix = { ...penalized, data: Float64Array.from(penalized.data) };
  for (let i = 0; i < size; i++) matrix.data[i * size + i]! += penalty;
  const inverse = invert(matrix);
  return {
    leaveOneOut(targets) {
      const means = columnMeans(targets);
      const weights = multiply(inverse, centred(targets, means));
      const answers = zeroMatrix(targets.rows, targets.columns);
      for (let i = 0; i < answers.data.length; i++) {
        const row = Math.floor(i / targets.columns);
        answers.data[i] = targets.data[i]! - weights.data[i]! / inverse.data[row * size + row]!;
      }
      return answers;
    },
    answer(targets, others) {
      const means = columnMeans(targets);
      const answers = multiply(kernel(others), multiply(inverse, centred(targets, means)));
      for (let i = 0; i < answers.data.length; i++) answers.data[i]! += means[i % targets.columns]!;
      return answers;
    },
  };
}

function centred(targets: Matrix, means: Float64Array): Matrix {
  return { ...targets, data: targets.data.map((value, i) => value - means[i % targets.columns]!) };
}

/** The mean of the targets of the nearest samples. */
function neighbourLearner({ distances }: Closeness): Learner {
  const size = distances.rows;
  const count = Math.max(1, Math.min(10, Math.round(Math.sqrt(size) / 2), size - 1));
  const own = nearest(distances, count, true);
  const average = (targets: Matrix, neighbours: Uint32Array): Matrix => {
    const { columns } = targets;
    const answers = zeroMatrix(neighbours.length / count, columns);
    for (let at = 0; at < neighbours.length; at++) {
      const row = Math.floor(at / count);
      for (let column = 0; column < columns; column++) {
        answers.data[row * columns + column]! += targets.data[neighbours[at]! * columns + column]! / count;
      }
    }
    return answers;
  };
  return {
    leaveOneOut: (targets) => average(targets, own),
    answer: (targets, others) => average(targets, nearest(others.distances, count, false)),
  };
}

/** For each row the columns of the smallest distances, without its own column where they are the same samples. */
function nearest({ rows, columns, data }: Matrix, count: number, areSame: boolean): Uint32Array {
  const found = new Uint32Array(rows * count);
  for (let row = 0; row < rows; row++) {
    const order = Uint32Array.from({ length: columns }, (_, column) => column).filter((c) => !(areSame && c === row));
    const distances = data.subarray(row * columns, (row + 1) * columns);
    order.sort((a, b) => distances[a]! - distances[b]!);
    found.set(order.subarray(0, count), row * count);
  }
  return found;
}
