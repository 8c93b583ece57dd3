import { FileError } from '../../core/index.ts';

const headerBytes = 16;

/**
 * Walks the global heaps of an HDF5 file, which hold its texts of variable length: where a free part claims no size, the
 * HDF5 library walks on the spot forever. Format: HDF5 File Format Specification 3.0, III.E.
 *
 * @throws FileError where a heap's parts do not add up
 */
export function checkGlobalHeaps(path: string, bytes: Uint8Array): void {
  const file = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
  // Version 1 and its three reserved zeros.
  const signature = Buffer.from('GCOL\x01\0\0\0', 'latin1');
  for (let at = file.indexOf(signature); at >= 0; at = file.indexOf(signature, at + 1)) {
    if (at + headerBytes > file.length) return;
    const end = at + Number(file.readBigUInt64LE(at + 8));
    // HDF5 itself refuses a heap that is longer than the file.
    if (end > file.length) continue;
    let part = at + headerBytes;
    while (part + headerBytes <= end) {
      const size = Number(file.readBigUInt64LE(part + 8));
      const isFree = file.readUInt16LE(part) === 0;
      const length = isFree ? size : headerBytes + 8 * Math.ceil(size / 8);
      if (length < headerBytes || part + length > end) {
        throw new FileError(path, 'a heap of texts is damaged', {
          offset: part,
          advice: 'The file is damaged; copy or save it again',
        });
      }
      part += length;
    }
  }
}
