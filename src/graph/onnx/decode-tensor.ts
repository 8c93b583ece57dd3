import { type TensorProto, TensorProto_DataLocation, TensorProto_DataType } from 'onnx-buf';
import {
  allocate,
  bytesPerElement,
  type DataType,
  dataTypes,
  GraphError,
  type Tensor,
  viewBytes,
} from '../../core/index.ts';
import { dataTypeOfNumber } from './data-type-numbers.ts';

/**
 * Reads `length` bytes at `offset` of a file that lies beside the model, or in a folder below it; `location` is a
 * relative path with `/` between its parts that does not leave the model's folder.
 */
export type ExternalReader = (location: string, offset: number, length: number) => Uint8Array;

/** More than any engine takes; the product of a million axis lengths would not end. */
const mostAxes = 32;

/**
 * A tensor of a file, a view of its bytes where they are aligned. The declared shape is compared with the bytes that are there before anything
 * is allocated.
 *
 * @param what names the tensor in errors: `initializer 'kernel'`
 * @throws GraphError where the data type is not supported, elements are missing or lie where they may not be read
 */
export function decodeTensor(proto: TensorProto, what: string, readExternal: ExternalReader | undefined): Tensor {
  const dtype = supportedType(proto.dataType, what);
  if (proto.dims.length > mostAxes) {
    throw new GraphError(`${what}: has ${proto.dims.length} axes, expected at most ${mostAxes}`);
  }
  const shape = proto.dims.map((length) => {
    if (length < 0n || length > BigInt(Number.MAX_SAFE_INTEGER)) {
      throw new GraphError(`${what}: axis length ${length} is out of range`);
    }
    return Number(length);
  });
  const count = proto.dims.reduce((product, length) => product * length, 1n);
  const sizeBytes = count * BigInt(bytesPerElement(dtype));
  if (proto.dataLocation === TensorProto_DataLocation.EXTERNAL) {
    const bytes = readOutside(proto, what, sizeBytes, readExternal);
    return { dtype, shape, data: fromBytes(dtype, bytes) };
  }
  if (proto.rawData.length > 0) {
    if (BigInt(proto.rawData.length) !== sizeBytes) {
      throw new GraphError(
        `${what}: ${dtype}[${shape.join(', ')}] takes ${sizeBytes} bytes, the file holds ${proto.rawData.length}`,
      );
    }
    return { dtype, shape, data: fromBytes(dtype, proto.rawData) };
  }
  const elements = typedElements(proto, dtype);
  if (BigInt(elements.length) !== count) {
    throw new GraphError(
      `${what}: ${dtype}[${shape.join(', ')}] has ${count} elements, the file holds ${elements.length}`,
    );
  }
  const data = allocate(dtype, elements.length);
  for (let i = 0; i < data.length; i++) data[i] = elements[i]!;
  return { dtype, shape, data };
}

/** The data type of a number in a file. Throws GraphError, naming what has it, where netwright has none such. */
export function supportedType(number: number, what: string): DataType {
  const dtype = dataTypeOfNumber(number);
  if (dtype === undefined) {
    const name = TensorProto_DataType[number] ?? `number ${number}`;
    throw new GraphError(`${what} has data type ${name}, expected one of ${dataTypes.join(', ')}`);
  }
  return dtype;
}

/** Elements of the field that holds those of a data type where they are not raw bytes (onnx.proto, TensorProto). */
function typedElements(proto: TensorProto, dtype: DataType): readonly (number | bigint)[] {
  switch (dtype) {
    case 'float32':
      return proto.floatData;
    case 'float64':
      return proto.doubleData;
    case 'int64':
      return proto.int64Data;
    case 'uint64':
      return proto.uint64Data;
    case 'uint32':
      return proto.uint64Data.map(Number);
    default:
      return proto.int32Data;
  }
}

/** Elements in the order of the machine, which is little-endian wherever JavaScript engines run, as in ONNX. */
function fromBytes(dtype: DataType, bytes: Uint8Array) {
  const size = bytesPerElement(dtype);
  if (bytes.byteOffset % size === 0) return viewBytes(dtype, bytes.buffer, bytes.byteOffset, bytes.length / size);
  const data = allocate(dtype, bytes.length / bytesPerElement(dtype));
  new Uint8Array(data.buffer, data.byteOffset, data.byteLength).set(bytes);
  return data;
}

function readOutside(
  proto: TensorProto,
  what: string,
  sizeBytes: bigint,
  readExternal: ExternalReader | undefined,
): Uint8Array {
  const entries = new Map(proto.externalData.map(({ key, value }) => [key, value]));
  const location = entries.get('location') ?? '';
  if (!staysInside(location)) {
    throw new GraphError(`${what}: its elements lie in '${location}', expected a path inside the model's folder`);
  }
  if (readExternal === undefined) {
    throw new GraphError(`${what}: its elements lie in another file, '${location}', which cannot be read from here`, {
      advice: "Save the model as one file: onnx.save(onnx.load('model.onnx'), 'single.onnx')",
    });
  }
  const offset = Number(entries.get('offset') ?? 0);
  const length = Number(entries.get('length') ?? sizeBytes);
  if (!Number.isSafeInteger(offset) || offset < 0 || BigInt(sizeBytes) !== safeBigInt(length)) {
    throw new GraphError(
      `${what}: takes ${sizeBytes} bytes, declared as ${length} bytes at offset ${offset} of '${location}'`,
    );
  }
  const bytes = readExternal(location, offset, length);
  if (bytes.length !== length) {
    throw new GraphError(`${what}: '${location}' holds ${bytes.length} of ${length} bytes at offset ${offset}`);
  }
  return bytes;
}

function safeBigInt(value: number): bigint | undefined {
  return Number.isSafeInteger(value) ? BigInt(value) : undefined;
}

/** Whether a path is relative and does not leave the folder that it starts from, on any system. */
function staysInside(location: string): boolean {
  return location !== '' && !/^\/|\\|:|\0/.test(location) && !location.split('/').includes('..');
}
