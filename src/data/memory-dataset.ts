import { DataError, type DataType, elementCount, formatShape, isFloat, type Tensor } from '../core/index.ts';
import { codeMaps, countUnknown, occurringCategories, recode } from './categories.ts';
import { type CopySamples, copySamplesOf } from './copy-samples.ts';
import type { Categories, Dataset, Field, Layout, UnknownCategories } from './dataset.ts';
import { BatchReader, type ReadAhead } from './read-ahead.ts';
import { copySamplesOfFile, isStored, type StoredArray } from './stored-array.ts';

/** An array under the name of its field, in memory or in a file; its first axis counts samples. */
export interface NamedTensor {
  readonly name: string;
  readonly values: Tensor | StoredArray;
}

/** What a {@link MemoryDataset} is made of. */
export interface MemoryDatasetParts {
  readonly source: string;
  readonly layout: Layout;
  readonly inputs: readonly NamedTensor[];
  readonly target?: NamedTensor | undefined;
  readonly classNames?: readonly string[] | undefined;
  readonly columnNames?: readonly string[] | undefined;
  /** Texts that the values of columns of the first input are the indices of. */
  readonly categories?: Categories | undefined;
  /** The categories to give them as instead. */
  readonly settledCategories?: Categories | undefined;
}

interface StoredField {
  readonly dtype: DataType;
  /** Elements of a sample. */
  readonly size: number;
  readonly copy: CopySamples;
  /** Where it lies, if in a file. */
  readonly file: StoredArray | undefined;
}

function describeField({ name, values }: NamedTensor): Field {
  return { name, dtype: values.dtype, shape: values.shape.slice(1) };
}

/** Several numbers a sample are numbers, also where their file holds integers. */
function describeTarget(target: NamedTensor): Field {
  return isStored(target.values) ? { ...describeField(target), dtype: 'float32' } : describeField(target);
}

function storedField({ values }: NamedTensor): StoredField {
  const size = elementCount(values.shape.slice(1));
  return isStored(values)
    ? { dtype: values.dtype, size, copy: copySamplesOfFile(values, size), file: values }
    : { dtype: values.dtype, size, copy: copySamplesOf(values, size), file: undefined };
}

/**
 * A dataset of arrays in C order with samples along the first axis, which lie in memory or stay in their files. Samples of
 * a file are read when they are gathered, or before that by {@link MemoryDataset.readAhead}.
 */
export class MemoryDataset implements Dataset {
  readonly source: string;
  readonly length: number;
  readonly inputs: readonly Field[];
  readonly target: Field | undefined;
  readonly classNames: readonly string[] | undefined;
  readonly layout: Layout;
  readonly columnNames: readonly string[] | undefined;
  readonly categories: Categories | undefined;
  readonly #parts: MemoryDatasetParts;
  readonly #fields: ReadonlyMap<string, StoredField>;
  readonly #rows: Uint32Array | undefined;
  /** By column of the first input, the code in {@link categories} of each text. */
  readonly #codes: ReadonlyMap<number, Float32Array> | undefined;
  readonly #isStored: boolean;
  #reader: BatchReader | undefined;

  /**
   * Takes the arrays as they are, without copying. `rows` selects samples of the arrays, in that order; left out, all
   * of them. Throws {@link DataError} where arrays disagree on the number of samples, are empty or share a name.
   */
  constructor(parts: MemoryDatasetParts, rows?: Uint32Array) {
    const named = parts.target === undefined ? parts.inputs : [...parts.inputs, parts.target];
    const stored = checkSamples(parts.source, named);
    this.source = parts.source;
    this.length = rows?.length ?? stored;
    this.layout = parts.layout;
    this.classNames = parts.classNames;
    this.columnNames = parts.columnNames;
    this.categories = parts.settledCategories ?? parts.categories;
    this.#codes = codeMaps(parts.categories, parts.settledCategories);
    this.inputs = parts.inputs.map(describeField);
    this.target = parts.target && describeTarget(parts.target);
    this.#parts = parts;
    this.#fields = new Map(named.map((field) => [field.name, storedField(field)]));
    this.#rows = rows;
    this.#isStored = named.some(({ values }) => isStored(values));
  }

  gather(field: string, indices: ArrayLike<number>, out: Float32Array | BigInt64Array): void {
    const stored = this.#fields.get(field);
    if (stored === undefined) {
      throw new DataError(
        `${this.source}: no field '${field}': expected one of ${[...this.#fields.keys()].join(', ')}`,
      );
    }
    if (out.length < indices.length * stored.size) {
      throw new DataError(
        `${this.source}: ${indices.length} samples of '${field}' take ${indices.length * stored.size} elements, received room for ${out.length}`,
      );
    }
    if (out instanceof BigInt64Array && isFloat(stored.dtype)) {
      throw new DataError(`${this.source}: field '${field}' is ${stored.dtype}: expected integers to copy as int64`);
    }
    for (let i = 0; i < indices.length; i++) this.#checkIndex(indices[i]!);
    if (!this.#reader?.copy(field, this.#rowsOf(indices), out)) stored.copy(indices, this.#rows, out);
    if (this.#codes !== undefined && out instanceof Float32Array && field === this.inputs[0]!.name) {
      recode(out, indices.length, stored.size, this.#codes);
    }
  }

  learnCategories(): Categories | undefined {
    const { categories, settledCategories } = this.#parts;
    return categories === undefined || settledCategories !== undefined
      ? undefined
      : occurringCategories(this, categories);
  }

  withCategories(settledCategories: Categories): Dataset {
    return new MemoryDataset({ ...this.#parts, settledCategories }, this.#rows);
  }

  unknownCategories(): readonly UnknownCategories[] {
    if (this.#codes === undefined) return [];
    const { settledCategories: _, ...parts } = this.#parts;
    return countUnknown(new MemoryDataset(parts, this.#rows), this.#codes);
  }

  readAhead(batches: Iterable<Uint32Array>, samples: number): ReadAhead | undefined {
    if (!this.#isStored) return undefined;
    const files = new Map([...this.#fields].flatMap(([name, { file }]) => (file === undefined ? [] : [[name, file]])));
    const dataset = this;
    function* rows(): Generator<Uint32Array> {
      for (const indices of batches) yield Uint32Array.from(dataset.#rowsOf(indices));
    }
    const reader = new BatchReader(files, rows(), samples);
    this.#reader = reader;
    return {
      next: () => reader.next(),
      close: () => {
        if (this.#reader === reader) this.#reader = undefined;
        return reader.close();
      },
    };
  }

  #rowsOf(indices: ArrayLike<number>): ArrayLike<number> {
    const rows = this.#rows;
    return rows === undefined ? indices : Uint32Array.from(indices, (index) => rows[index]!);
  }

  subset(indices: Uint32Array): Dataset {
    const rows = new Uint32Array(indices.length);
    for (let i = 0; i < indices.length; i++) {
      const index = indices[i]!;
      this.#checkIndex(index);
      rows[i] = this.#rows === undefined ? index : this.#rows[index]!;
    }
    return new MemoryDataset(this.#parts, rows);
  }

  #checkIndex(index: number): void {
    if (!(index >= 0 && index < this.length)) {
      throw new DataError(`${this.source}: sample ${index} is out of range: expected 0 to ${this.length - 1}`);
    }
  }
}

/** The number of samples that all arrays agree on. */
function checkSamples(source: string, named: readonly NamedTensor[]): number {
  const first = named[0];
  if (first === undefined) throw new DataError(`${source}: no input`);
  const names = new Set<string>();
  for (const { name, values } of named) {
    if (names.has(name)) throw new DataError(`${source}: two fields are named '${name}'`);
    names.add(name);
    if (values.shape.length === 0) {
      throw new DataError(
        `${source}: '${name}' is a single number: expected an array with samples along its first axis`,
      );
    }
    if (values.shape[0] !== first.values.shape[0]) {
      throw new DataError(
        `${source}: '${first.name}' ${formatShape(first.values.shape)} has ${first.values.shape[0]} samples but '${name}' ${formatShape(values.shape)} has ${values.shape[0]}`,
        { advice: 'Both need one entry for each sample along their first axis' },
      );
    }
    if (elementCount(values.shape) === 0)
      throw new DataError(`${source}: '${name}' ${formatShape(values.shape)} is empty`);
  }
  return first.values.shape[0]!;
}
