import type { Dataset, Group, File as OpenFile } from 'h5wasm';
import { type ConcreteShape, elementCount, FileError, isNetwrightError, type Tensor } from '../../core/index.ts';
import { checkGlobalHeaps } from './check-global-heaps.ts';

/** The first bytes of every HDF5 file. */
export const hdf5Signature: readonly number[] = [0x89, 0x48, 0x44, 0x46, 0x0d, 0x0a, 0x1a, 0x0a];

/** Filters that h5wasm can undo: for others it returns garbage without a word. */
const knownFilters: Readonly<Record<number, string>> = { 1: 'gzip', 2: 'shuffle', 3: 'fletcher32' };

/** Bytes to which gzip can unpack one byte at most. */
const mostExpansion = 1032;
/** Bytes of a dataset that are read at once. */
const bytesAtOnce = 2 ** 22;

let opened = 0;

/** An HDF5 file in memory, with what Keras puts into one: tensors and attributes of text. */
export class Hdf5File {
  readonly path: string;
  readonly #sizeBytes: number;
  readonly #file: OpenFile;

  private constructor(path: string, sizeBytes: number, file: OpenFile) {
    this.path = path;
    this.#sizeBytes = sizeBytes;
    this.#file = file;
  }

  /**
   * Opens the bytes of a file for the time of `use`. Throws {@link FileError} where they are no HDF5 file, are damaged,
   * or hold what is not a number.
   *
   * @param path where they come from, for messages
   */
  static async use<T>(path: string, bytes: Uint8Array, use: (file: Hdf5File) => T): Promise<T> {
    if (!hdf5Signature.every((byte, index) => bytes[index] === byte)) {
      throw new FileError(path, 'does not begin with the signature of an HDF5 file');
    }
    checkGlobalHeaps(path, bytes);
    // Loading it takes long, and most uses of netwright never need it.
    const { default: h5wasm } = await import('h5wasm');
    const { FS, activate_throwing_error_handler } = await h5wasm.ready;
    // Otherwise HDF5 prints its complaints and goes on.
    activate_throwing_error_handler();
    const name = `/model-${opened++}.h5`;
    let file: Hdf5File | undefined;
    try {
      // Unlike writeFile this can take over the bytes without a copy.
      FS.createDataFile('/', name.slice(1), bytes, true, false, true);
      file = new Hdf5File(path, bytes.length, new h5wasm.File(name, 'r'));
      return use(file);
    } catch (error) {
      if (isNetwrightError(error)) throw error;
      const said = error instanceof Error ? error.message : String(error);
      throw new FileError(path, `cannot be read as HDF5 (${said})`, {
        advice: 'The file is damaged or cut short',
        cause: error,
      });
    } finally {
      close(file);
      FS.unlink(name);
    }
  }

  /** The text of an attribute, undefined where it is absent. */
  text(group: string, attribute: string): string | undefined {
    const value = this.#attribute(group, attribute);
    if (value === undefined || value === null) return undefined;
    if (typeof value === 'string') return value;
    throw new FileError(this.path, `attribute '${attribute}' of '${group}' is no text`, {
      advice: 'The file is damaged',
    });
  }

  /** A list of names; long ones are spread over `attribute0`, `attribute1` and so on. */
  names(group: string, attribute: string): string[] {
    const whole = this.#attribute(group, attribute);
    if (whole !== undefined) return this.#list(whole, group, attribute);
    const names: string[] = [];
    for (let part = 0; ; part++) {
      const value = this.#attribute(group, `${attribute}${part}`);
      if (value === undefined) return names;
      names.push(...this.#list(value, group, attribute));
    }
  }

  has(path: string): boolean {
    return this.#entity(path) !== undefined;
  }

  /** A dataset of numbers as float32, undefined where there is none at that path. */
  tensor(path: string): Tensor<'float32'> | undefined {
    const dataset = this.#entity(path);
    if (dataset === undefined) return undefined;
    if (dataset.type !== 'Dataset') throw new FileError(this.path, `'${path}' is no dataset`);
    const { shape, filters, metadata } = dataset as Dataset;
    const unknown = filters.find((filter) => knownFilters[filter.id] === undefined);
    if (unknown !== undefined) {
      throw new FileError(this.path, `'${path}' is compressed by the filter '${unknown.name}' (${unknown.id})`, {
        advice: 'Save it uncompressed or with gzip; netwright reads no other filter',
      });
    }
    const isNumber = metadata.type === 0 || metadata.type === 1;
    const isKnown =
      isNumber && (metadata.size === 4 || metadata.size === 8 || (metadata.type === 0 && metadata.size <= 2));
    if (!isKnown || shape === null) {
      throw new FileError(this.path, `'${path}' is of an unknown type, expected float32 or another type of numbers`, {
        advice: 'Save the model with float32 weights',
      });
    }
    const count = elementCount(shape);
    const most = this.#sizeBytes * (metadata.chunks === null ? 1 : mostExpansion);
    if (shape.some((length) => !Number.isInteger(length) || length < 0) || count * metadata.size > most) {
      throw new FileError(this.path, `'${path}' declares ${count} numbers, more than the file can hold`, {
        advice: 'The file is damaged',
      });
    }
    if (metadata.chunks === null && shape.length > 0 && count * metadata.size > bytesAtOnce) {
      return this.#inParts(path, dataset as Dataset, shape);
    }
    return this.#numbers(path, shape, count, (dataset as Dataset).value);
  }

  /** A large dataset, some rows at a time: the memory of WebAssembly grows to what is read at once, and stays so. */
  #inParts(path: string, dataset: Dataset, shape: ConcreteShape): Tensor<'float32'> {
    const [rows, ...row] = shape as [number, ...number[]];
    const width = elementCount(row);
    const most = Math.max(1, Math.floor(bytesAtOnce / (width * dataset.metadata.size)));
    const data = new Float32Array(rows * width);
    for (let first = 0; first < rows; first += most) {
      const end = Math.min(first + most, rows);
      const part = dataset.slice([[first, end], ...row.map((length): [number, number] => [0, length])]);
      data.set(this.#numbers(path, [end - first, ...row], (end - first) * width, part).data, first * width);
    }
    return { dtype: 'float32', shape: [...shape], data };
  }

  #numbers(path: string, shape: ConcreteShape, count: number, value: unknown): Tensor<'float32'> {
    const list: ArrayLike<number | bigint> =
      typeof value === 'number' || typeof value === 'bigint' ? [value] : (value as ArrayLike<number | bigint>);
    if (value === null || value === undefined || list.length !== count) {
      throw new FileError(this.path, `'${path}' has not the ${count} numbers that it declares`, {
        advice: 'The file is damaged',
      });
    }
    if (value instanceof Float32Array) {
      return { dtype: 'float32', shape: [...shape], data: value as Float32Array<ArrayBuffer> };
    }
    const data = new Float32Array(count);
    for (let i = 0; i < count; i++) data[i] = Number(list[i]);
    return { dtype: 'float32', shape: [...shape], data };
  }

  #list(value: unknown, group: string, attribute: string): string[] {
    // h5py writes an empty list as numbers.
    if (ArrayBuffer.isView(value) && value.byteLength === 0) return [];
    if (Array.isArray(value) && value.every((name) => typeof name === 'string')) return value;
    throw new FileError(this.path, `attribute '${attribute}' of '${group}' is no list of names`, {
      advice: 'The file is damaged',
    });
  }

  #attribute(path: string, name: string): unknown {
    const entity = path === '/' ? this.#file : this.#entity(path);
    if (entity === undefined || !('attrs' in entity)) return undefined;
    const attribute = (entity as Group).attrs[name];
    if (attribute === undefined) return undefined;
    const { total_size, size } = attribute.metadata;
    if (total_size * size > this.#sizeBytes) {
      throw new FileError(this.path, `attribute '${name}' of '${path}' declares ${total_size} elements`, {
        advice: 'The file is damaged',
      });
    }
    return attribute.value;
  }

  /** What lies at a path; links out of the file and broken ones count as absent. */
  #entity(path: string) {
    const entity = this.#file.get(path);
    if (entity === null || !('type' in entity)) return undefined;
    return entity.type === 'Dataset' || entity.type === 'Group' ? entity : undefined;
  }

  /** Lets go of the file; a damaged one may refuse. */
  close(): void {
    this.#file.close();
  }
}

function close(file: Hdf5File | undefined): void {
  try {
    file?.close();
  } catch {
    // What could be read was read.
  }
}
