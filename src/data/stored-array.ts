import {
  bytesPerElement,
  type ConcreteShape,
  type DataType,
  elementCount,
  FileError,
  viewBytes,
} from '../core/index.ts';
import { type CopySamples, copySamplesOf } from './copy-samples.ts';
import { type RowPlace, readRows } from './read-rows.ts';
import { describeSystemError } from './readers/system-error.ts';

/** An array that stays in its file: elements in C order, the first axis counts samples. */
export interface StoredArray {
  readonly dtype: DataType;
  readonly shape: ConcreteShape;
  readonly path: string;
  /** Position of the first element in the file. */
  readonly offset: number;
  readonly bigEndian: boolean;
}

/** Whether an array stays in its file. */
export function isStored(values: object): values is StoredArray {
  return 'path' in values && 'offset' in values;
}

/** Where the samples of a stored array lie. */
export function rowPlace({ dtype, shape, offset, bigEndian }: StoredArray): RowPlace {
  const itemBytes = bytesPerElement(dtype);
  return { offset, rowBytes: itemBytes * elementCount(shape.slice(1)), swapBytes: bigEndian ? itemBytes : 1 };
}

/** The error for a sample that its file lacks. */
export function endsEarly({ path, shape }: StoredArray, sample: number): FileError {
  return new FileError(path, `the file ends before or in sample ${sample} of ${shape[0]}`, {
    advice: 'It was cut short or changed while it was read: put it back and begin anew',
  });
}

/** The way to copy samples of a stored array; throws {@link FileError} where the file is gone or too short. */
export function copySamplesOfFile(array: StoredArray, size: number): CopySamples {
  const place = rowPlace(array);
  let bytes = new Uint8Array(0);
  let copy: CopySamples | undefined;
  let order = new Uint32Array(0);
  return (indices, rows, out) => {
    const count = indices.length;
    if (order.length < count) {
      order = Uint32Array.from({ length: count }, (_, index) => index);
      bytes = new Uint8Array(count * place.rowBytes);
      const data = viewBytes(array.dtype, bytes.buffer, 0, count * size);
      copy = copySamplesOf({ dtype: array.dtype, shape: [count, ...array.shape.slice(1)], data }, size);
    }
    const wanted = rows === undefined ? indices : Uint32Array.from(indices, (index) => rows[index]!);
    readWhole(array, place, wanted, bytes);
    copy?.(order.subarray(0, count), undefined, out);
  };
}

function readWhole(array: StoredArray, place: RowPlace, indices: ArrayLike<number>, bytes: Uint8Array): void {
  // Not imported: this module is also bundled for browsers, where no array lies in a file.
  const { closeSync, openSync, readSync } = process.getBuiltinModule('node:fs');
  let missing = -1;
  try {
    const file = openSync(array.path, 'r');
    try {
      missing = readRows(readSync, file, place, indices, bytes);
    } finally {
      closeSync(file);
    }
  } catch (error) {
    throw describeSystemError(array.path, error);
  }
  if (missing >= 0) throw endsEarly(array, missing);
}
