import { crc32 } from 'node:zlib';
import type { StoredVariable } from './keras-model.ts';

let written = 0;

/** The bytes of a `.keras` file: a zip archive, uncompressed, of two JSON texts and an HDF5 file. */
export async function kerasArchive(config: unknown, variables: readonly StoredVariable[]): Promise<Uint8Array> {
  const text = (value: unknown) => new TextEncoder().encode(JSON.stringify(value));
  // The date makes no difference to Keras, and the same network is to be the same bytes.
  const metadata = { keras_version: '3.15.1', date_saved: '1980-01-01@00:00:00' };
  return zip([
    ['metadata.json', text(metadata)],
    ['config.json', text(config)],
    ['model.weights.h5', await hdf5(variables)],
  ]);
}

async function hdf5(variables: readonly StoredVariable[]): Promise<Uint8Array> {
  // Loading it takes long, and most uses of netwright never need it.
  const { default: h5wasm } = await import('h5wasm');
  const { FS } = await h5wasm.ready;
  const name = `/export-${written++}.h5`;
  try {
    const file = new h5wasm.File(name, 'w');
    try {
      file.create_group('layers');
      for (const { path, tensor } of variables) {
        const parts = path.split('/');
        for (let depth = 1; depth < parts.length; depth++) {
          const group = parts.slice(0, depth).join('/');
          if (file.get(group) === null) file.create_group(group);
        }
        file.create_dataset({ name: path, data: tensor.data, shape: [...tensor.shape], dtype: '<f4' });
      }
    } finally {
      file.close();
    }
    return FS.readFile(name);
  } finally {
    FS.unlink(name);
  }
}

/** An archive of stored entries. Source: PKWARE's APPNOTE.TXT, 4.3. */
function zip(entries: readonly (readonly [string, Uint8Array])[]): Uint8Array {
  const parts: Uint8Array[] = [];
  const directory: Uint8Array[] = [];
  let offset = 0;
  for (const [name, bytes] of entries) {
    const fileName = new TextEncoder().encode(name);
    // Version, flags, method 0, time and date of 1980-01-01, checksum, two sizes, lengths of name and extra field.
    const common = new DataView(new ArrayBuffer(26));
    common.setUint16(0, 20, true);
    common.setUint16(8, 0x21, true);
    common.setUint32(10, crc32(bytes), true);
    common.setUint32(14, bytes.length, true);
    common.setUint32(18, bytes.length, true);
    common.setUint16(22, fileName.length, true);
    const local = [record(0x04034b50, common.buffer), fileName, bytes];
    const tail = new DataView(new ArrayBuffer(14));
    tail.setUint32(10, offset, true);
    directory.push(record(0x02014b50, Uint8Array.of(20, 0), common.buffer, tail.buffer), fileName);
    parts.push(...local);
    offset += local.reduce((sum, part) => sum + part.length, 0);
  }
  const size = directory.reduce((sum, part) => sum + part.length, 0);
  const end = new DataView(new ArrayBuffer(18));
  end.setUint16(4, entries.length, true);
  end.setUint16(6, entries.length, true);
  end.setUint32(8, size, true);
  end.setUint32(12, offset, true);
  return Buffer.concat([...parts, ...directory, record(0x06054b50, end.buffer)]);
}

function record(signature: number, ...parts: (Uint8Array | ArrayBuffer)[]): Uint8Array {
  const head = new DataView(new ArrayBuffer(4));
  head.setUint32(0, signature, true);
  return Buffer.concat([head.buffer, ...parts].map((part) => new Uint8Array(part)));
}
