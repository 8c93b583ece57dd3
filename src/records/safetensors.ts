import { bytesPerElement, type DataType, elementCount, FileError, type Tensor, viewBytes } from '../core/index.ts';

/** What a safetensors file holds. */
export interface Safetensors {
  /** In the order of their bytes. */
  readonly tensors: ReadonlyMap<string, Tensor>;
  /** Texts by name. */
  readonly metadata: ReadonlyMap<string, string>;
}

/** The format's names of element types, in the order in which its own writer sorts tensors: the last ones first. */
const formatNames: Readonly<Record<DataType, string>> = {
  bool: 'BOOL',
  uint8: 'U8',
  int8: 'I8',
  int16: 'I16',
  uint16: 'U16',
  float16: 'F16',
  int32: 'I32',
  uint32: 'U32',
  float32: 'F32',
  float64: 'F64',
  int64: 'I64',
  uint64: 'U64',
};
const order = Object.keys(formatNames) as DataType[];
const dtypes = new Map(order.map((dtype) => [formatNames[dtype], dtype]));
/** Sixteen bits that are the upper half of a float32: they become that. */
const brainFloat = 'BF16';

const metadataKey = '__metadata__';
const prefixBytes = 8;
/** The format's own limit. */
const mostHeaderBytes = 100_000_000;

/**
 * Reads a safetensors file: names, types, shapes and bytes are checked against each other and against the file's length
 * before a tensor is made. Tensors are views of `bytes` where their alignment allows it; `BF16` becomes float32, exactly.
 * Of a name that stands twice the last counts, and what the first one held is then a hole, which is an error.
 *
 * Source: "Safetensors: format", huggingface.co/docs/safetensors.
 *
 * @param path where the bytes come from, for messages
 * @throws FileError where the file is cut short, damaged, or holds elements of a type that netwright has not
 */
export function readSafetensors(bytes: Uint8Array, path: string): Safetensors {
  const { header, start } = readHeader(bytes, path);
  const data = bytes.subarray(start);
  const { [metadataKey]: metadata, ...entries } = header;
  const places = Object.entries(entries).map(([name, entry]) => readPlace(name, entry, path));
  places.sort((a, b) => a.begin - b.begin || a.end - b.end);
  let end = 0;
  for (const place of places) {
    if (place.begin !== end) {
      throw new FileError(
        path,
        `tensor '${place.name}' begins at ${place.begin} of the data, expected ${end}, where the one before ends`,
      );
    }
    end = place.end;
  }
  if (end !== data.length) {
    throw new FileError(path, `holds ${data.length} bytes of data, its header expects ${end}`, {
      advice: end > data.length ? 'The file is cut short: copy or download it again' : 'The file is damaged',
    });
  }
  return {
    tensors: new Map(places.map((place) => [place.name, readTensor(data, place)])),
    metadata: readMetadata(metadata, path),
  };
}

/**
 * The bytes of a safetensors file, as the format's own writer arranges them: large elements first, names in order, the
 * data at a multiple of 8 bytes.
 */
export function writeSafetensors(
  tensors: ReadonlyMap<string, Tensor>,
  metadata: ReadonlyMap<string, string> = new Map(),
): Uint8Array<ArrayBuffer> {
  const parts = safetensorsParts(tensors, metadata);
  const bytes = new Uint8Array(parts.reduce((total, part) => total + part.length, 0));
  let offset = 0;
  for (const part of parts) {
    bytes.set(part, offset);
    offset += part.length;
  }
  return bytes;
}

/** What {@link writeSafetensors} joins, the tensors' bytes not copied: for files that are written piece by piece. */
export function safetensorsParts(
  tensors: ReadonlyMap<string, Tensor>,
  metadata: ReadonlyMap<string, string>,
): Uint8Array[] {
  const rank = ({ dtype }: Tensor): number => order.indexOf(dtype);
  const sorted = [...tensors].sort(([a, x], [b, y]) => rank(y) - rank(x) || (a < b ? -1 : 1));
  const entries: [string, unknown][] = metadata.size === 0 ? [] : [[metadataKey, Object.fromEntries(metadata)]];
  let end = 0;
  for (const [name, { dtype, shape, data }] of sorted) {
    const begin = end;
    end += data.byteLength;
    entries.push([name, { dtype: formatNames[dtype], shape, data_offsets: [begin, end] }]);
  }
  // Not by assignment, which takes the name __proto__ for something else.
  const text = new TextEncoder().encode(JSON.stringify(Object.fromEntries(entries)));
  const head = new Uint8Array(prefixBytes + Math.ceil(text.length / 8) * 8).fill(0x20);
  new DataView(head.buffer).setBigUint64(0, BigInt(head.length - prefixBytes), true);
  head.set(text, prefixBytes);
  // Typed arrays are little-endian wherever JavaScript engines run.
  const bytesOf = ({ data }: Tensor) => new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
  return [head, ...sorted.map(([, tensor]) => bytesOf(tensor))];
}

interface Place {
  readonly name: string;
  readonly dtype: DataType | typeof brainFloat;
  readonly shape: readonly number[];
  readonly begin: number;
  readonly end: number;
}

function readHeader(bytes: Uint8Array, path: string): { header: Record<string, unknown>; start: number } {
  if (bytes.length < prefixBytes) throw new FileError(path, `has ${bytes.length} bytes: no safetensors file`);
  const length = Number(new DataView(bytes.buffer, bytes.byteOffset).getBigUint64(0, true));
  const available = Math.min(bytes.length - prefixBytes, mostHeaderBytes);
  if (length > available) {
    throw new FileError(path, `its header would have ${length} bytes, expected ${available} at most`, {
      advice: 'The file is cut short, or it is no safetensors file',
    });
  }
  const start = prefixBytes + length;
  let header: unknown;
  try {
    header = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes.subarray(prefixBytes, start)));
  } catch (cause) {
    throw new FileError(path, 'its header is not valid JSON', { offset: prefixBytes, cause });
  }
  if (!isRecord(header)) throw new FileError(path, 'its header is no JSON object', { offset: prefixBytes });
  return { header, start };
}

function readPlace(name: string, entry: unknown, path: string): Place {
  const fail = (found: string, expected: string) =>
    new FileError(path, `tensor '${name}': ${found}, expected ${expected}`);
  if (!isRecord(entry)) throw fail('no entry', 'dtype, shape and data_offsets');
  const { dtype: formatName, shape, data_offsets: offsets } = entry;
  const dtype = formatName === brainFloat ? brainFloat : dtypes.get(String(formatName));
  if (dtype === undefined) {
    throw fail(`elements of type ${String(formatName)}`, `one of ${[...dtypes.keys(), brainFloat].join(', ')}`);
  }
  if (!isLengths(shape)) throw fail(`shape ${JSON.stringify(shape)}`, 'whole numbers of 0 or more');
  if (!isLengths(offsets) || offsets.length !== 2) {
    throw fail(`data_offsets ${JSON.stringify(offsets)}`, 'two whole numbers of 0 or more');
  }
  const [begin, end] = offsets as [number, number];
  const byteLength = elementCount(shape) * (dtype === brainFloat ? 2 : bytesPerElement(dtype));
  if (end - begin !== byteLength) {
    throw fail(`${end - begin} bytes`, `${byteLength} for ${String(formatName)} of shape [${shape.join(', ')}]`);
  }
  return { name, dtype, shape, begin, end };
}

function readTensor(data: Uint8Array, { dtype, shape, begin, end }: Place): Tensor {
  if (dtype === brainFloat) {
    const view = new DataView(data.buffer, data.byteOffset + begin, end - begin);
    const words = Uint32Array.from({ length: (end - begin) / 2 }, (_, i) => view.getUint16(2 * i, true) << 16);
    return { dtype: 'float32', shape, data: new Float32Array(words.buffer) };
  }
  const size = bytesPerElement(dtype);
  const isAligned = (data.byteOffset + begin) % size === 0;
  const part = isAligned ? data.subarray(begin, end) : data.slice(begin, end);
  return { dtype, shape, data: viewBytes(dtype, part.buffer, part.byteOffset, part.length / size) };
}

function readMetadata(value: unknown, path: string): Map<string, string> {
  if (value === undefined) return new Map();
  const entries = isRecord(value) ? Object.entries(value) : [['', undefined]];
  const texts = entries.filter((entry): entry is [string, string] => typeof entry[1] === 'string');
  if (texts.length === entries.length) return new Map(texts);
  throw new FileError(path, `${metadataKey} holds something else than texts by name`);
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const isLengths = (value: unknown): value is number[] =>
  Array.isArray(value) && value.every((length) => Number.isSafeInteger(length) && length >= 0);
