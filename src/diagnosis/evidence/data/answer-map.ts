import { RandomStream } from '../../../core/index.ts';
import type { DiagnosisTask } from '../../task.ts';
import { type Difference, gainOf } from './compare.ts';
import { type Matrix, takeRows, zeroMatrix } from './matrix.ts';
import { largestOf, measureSignal, type Signal } from './signal.ts';

/** What becomes of a column of answers: the column of targets it is for, times `scale`, plus `offset`. */
export interface MappedColumn {
  readonly to: number;
  readonly scale: number;
  readonly offset: number;
}

/** How answers have to be changed to suit the targets best. */
export interface AnswerMap {
  /** For each column of answers. */
  readonly columns: readonly MappedColumn[];
  /** The answers changed so: each half of the samples by what the other half says, so that nothing is fitted to itself. */
  readonly mapped: Signal;
  /** What that adds to the score. */
  readonly gain: Difference;
}

/**
 * The change of answers that suits targets best: for classes which class stands for which, for labels and numbers which
 * column stands for which, with scale and offset.
 */
export function findAnswerMap(kind: DiagnosisTask['kind'], signal: Signal): AnswerMap {
  const { answers, targets } = signal;
  const mapFrom = kind === 'classes' || kind === 'yes-no' ? mapClasses : mapColumns;
  const mapped = zeroMatrix(answers.rows, answers.columns);
  const order = new RandomStream(0, 'diagnosis/halves').permutation(answers.rows);
  const middle = answers.rows >> 1;
  const halves = [order.subarray(0, middle), order.subarray(middle)] as const;
  for (const [own, others] of [halves, [halves[1], halves[0]] as const]) {
    const changed = applyMap(takeRows(answers, own), mapFrom(takeRows(answers, others), takeRows(targets, others)));
    for (const [at, row] of own.entries()) {
      const { columns } = changed;
      mapped.data.set(changed.data.subarray(at * columns, (at + 1) * columns), row * columns);
    }
  }
  return {
    columns: mapFrom(answers, targets),
    mapped: measureSignal(kind, mapped, targets),
    gain: gainOf(kind, signal, mapped),
  };
}

function applyMap(answers: Matrix, map: readonly MappedColumn[]): Matrix {
  const changed = zeroMatrix(answers.rows, answers.columns);
  for (let row = 0; row < answers.rows; row++) {
    for (const [from, { to, scale, offset }] of map.entries()) {
      changed.data[row * answers.columns + to] = answers.data[row * answers.columns + from]! * scale + offset;
    }
  }
  return changed;
}

function mapClasses(answers: Matrix, targets: Matrix): MappedColumn[] {
  const size = answers.columns;
  const counts = zeroMatrix(size, size);
  for (let row = 0; row < answers.rows; row++) counts.data[largestOf(answers, row) * size + largestOf(targets, row)]!++;
  // Of equal counts the one that leaves a class as it is.
  for (let column = 0; column < size; column++) counts.data[column * size + column]! += 0.5;
  return assign(counts).map((to) => ({ to, scale: 1, offset: 0 }));
}

function mapColumns(answers: Matrix, targets: Matrix): MappedColumn[] {
  const size = answers.columns;
  const lines = Array.from({ length: size * size }, (_, i) =>
    lineBetween(answers, Math.floor(i / size), targets, i % size),
  );
  const closeness = zeroMatrix(size, size);
  for (const [i, { correlation }] of lines.entries()) {
    closeness.data[i] = Math.abs(correlation) + (Math.floor(i / size) === i % size ? 1e-3 : 0);
  }
  return assign(closeness).map((to, from) => {
    const { scale, offset } = lines[from * size + to]!;
    return { to, scale, offset };
  });
}

/** The line of least squares from a column of answers to one of targets. */
export function lineBetween(answers: Matrix, from: number, targets: Matrix, to: number) {
  const { rows, columns } = answers;
  let [meanX, meanY] = [0, 0];
  for (let row = 0; row < rows; row++) {
    meanX += answers.data[row * columns + from]! / rows;
    meanY += targets.data[row * columns + to]! / rows;
  }
  let [xx, xy, yy] = [0, 0, 0];
  for (let row = 0; row < rows; row++) {
    const [x, y] = [answers.data[row * columns + from]! - meanX, targets.data[row * columns + to]! - meanY];
    xx += x * x;
    xy += x * y;
    yy += y * y;
  }
  const scale = xx > 0 ? xy / xx : 0;
  return { scale, offset: meanY - scale * meanX, correlation: xx > 0 && yy > 0 ? xy / Math.sqrt(xx * yy) : 0 };
}

/** For each row a column of its own, the largest numbers first: exact where one column stands out in each row. */
function assign({ rows: size, data }: Matrix): number[] {
  const order = Array.from(data.keys()).sort((a, b) => data[b]! - data[a]!);
  const columns = new Array<number>(size).fill(-1);
  const taken = new Set<number>();
  for (const i of order) {
    const [row, column] = [Math.floor(i / size), i % size];
    if (columns[row] !== -1 || taken.has(column)) continue;
    columns[row] = column;
    taken.add(column);
  }
  return columns;
}
