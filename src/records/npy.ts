import type { Tensor } from '../core/index.ts';

const magic = [0x93, ...new TextEncoder().encode('NUMPY')];
/** The elements begin at a multiple of this many bytes. */
const alignment = 64;

/**
 * A float32 tensor as the bytes of a `.npy` file, version 1.0, in C order. Source: "NEP 1, a simple file format for
 * NumPy arrays".
 */
export function encodeNpy({ shape, data }: Tensor<'float32'>): Uint8Array<ArrayBuffer> {
  const tuple = shape.length === 1 ? `${shape[0]},` : shape.join(', ');
  const head = `{'descr': '<f4', 'fortran_order': False, 'shape': (${tuple}), }`;
  const prefixBytes = magic.length + 4;
  const headerBytes = Math.ceil((prefixBytes + head.length + 1) / alignment) * alignment;
  const bytes = new Uint8Array(headerBytes + data.byteLength);
  bytes.set([...magic, 1, 0]);
  new DataView(bytes.buffer).setUint16(magic.length + 2, headerBytes - prefixBytes, true);
  bytes.set(new TextEncoder().encode(`${head.padEnd(headerBytes - prefixBytes - 1)}\n`), prefixBytes);
  // Typed arrays are little-endian wherever JavaScript engines run.
  bytes.set(new Uint8Array(data.buffer, data.byteOffset, data.byteLength), headerBytes);
  return bytes;
}
