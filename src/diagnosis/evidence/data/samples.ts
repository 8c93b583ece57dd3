import { elementCount, RandomStream } from '../../../core/index.ts';
import type { Dataset } from '../../../data/index.ts';
import type { DiagnosisTask } from '../../task.ts';
import { type Matrix, zeroMatrix } from './matrix.ts';

/** Samples of a part that are looked at; more tell little more and cost their cube. */
const mostSamples = 400;
/** Numbers held at once, of the inputs of all samples that are looked at. */
const mostNumbers = 2 ** 24;
/** Columns of targets that are looked at. */
const mostTargets = 32;

/** Some samples of a part of the data, drawn at random. */
export interface Samples {
  /** Rows in the dataset, ascending. */
  readonly indices: Uint32Array;
  /** All inputs side by side, flattened. Values that are not finite are NaN. */
  readonly inputs: Matrix;
  readonly targets: Matrix;
}

/** Samples drawn from a part, of those whose targets are finite. */
export function drawSamples(dataset: Dataset, task: DiagnosisTask): Samples {
  const sizes = dataset.inputs.map(({ shape }) => elementCount(shape));
  const width = sizes.reduce((sum, size) => sum + size, 0);
  const wanted = Math.min(dataset.length, mostSamples, Math.max(1, Math.floor(mostNumbers / width)));
  const drawn = new RandomStream(0, 'diagnosis/samples').permutation(dataset.length).subarray(0, wanted).sort();
  const given = encodeTargets(dataset, task, drawn);
  const finite = Uint32Array.from(drawn.keys()).filter((row) => isFiniteRow(given, row));
  const indices = finite.map((row) => drawn[row]!);
  const inputs = zeroMatrix(indices.length, width);
  let offset = 0;
  for (const [at, { name }] of dataset.inputs.entries()) {
    const size = sizes[at]!;
    const values = new Float32Array(indices.length * size);
    dataset.gather(name, indices, values);
    for (let row = 0; row < indices.length; row++) {
      for (let i = 0; i < size; i++) {
        const value = values[row * size + i]!;
        inputs.data[row * width + offset + i] = Number.isFinite(value) ? value : Number.NaN;
      }
    }
    offset += size;
  }
  const targets = zeroMatrix(indices.length, given.columns);
  for (const [row, from] of finite.entries()) {
    targets.data.set(given.data.subarray(from * given.columns, (from + 1) * given.columns), row * given.columns);
  }
  return { indices, inputs, targets };
}

function isFiniteRow({ columns, data }: Matrix, row: number): boolean {
  return data.subarray(row * columns, (row + 1) * columns).every(Number.isFinite);
}

/**
 * Targets as a reference learner takes them: classes, yes and no as rows of zeros and a one; labels and numbers as they
 * are, the first columns where there are many.
 */
export function encodeTargets(dataset: Dataset, task: DiagnosisTask, rows: Uint32Array): Matrix {
  const { name } = dataset.target!;
  const values = new Float32Array(rows.length * task.width);
  dataset.gather(name, rows, values);
  const isOneHot = task.kind === 'classes' && task.encoding === 'one-hot';
  if (task.kind === 'numbers' || task.kind === 'labels' || isOneHot) {
    const columns = isOneHot ? task.width : Math.min(task.width, mostTargets);
    const targets = zeroMatrix(rows.length, columns);
    for (let i = 0; i < targets.data.length; i++) {
      targets.data[i] = values[Math.floor(i / columns) * task.width + (i % columns)]!;
    }
    return targets;
  }
  const columns = task.kind === 'classes' ? task.count : 2;
  const targets = zeroMatrix(rows.length, columns);
  for (let row = 0; row < rows.length; row++) {
    const value = values[row]!;
    const column = task.kind === 'classes' ? value : task.values.indexOf(value);
    if (column >= 0 && column < columns) targets.data[row * columns + column] = 1;
    else targets.data.fill(Number.NaN, row * columns, (row + 1) * columns);
  }
  return targets;
}
