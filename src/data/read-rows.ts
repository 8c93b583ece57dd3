/** Where rows of equal size lie in a file. */
export interface RowPlace {
  /** Position of the first row. */
  readonly offset: number;
  readonly rowBytes: number;
  /** Bytes of each item, 2, 4 or 8, where they are to be turned round, otherwise 1. */
  readonly swapBytes: number;
}

/** Node's `readSync`, said here so that the package's types need none of Node's. Gives the number of bytes read. */
type Read = (file: number, target: Uint8Array, start: number, length: number, position: number) => number;

/**
 * Reads rows of an open file into the front of `target`, neighbours in one call. Gives the first row that the file does not
 * hold whole, or -1. The thread that reads ahead runs this function from its text, so that it uses nothing from outside.
 */
export function readRows(
  read: Read,
  file: number,
  { offset, rowBytes, swapBytes }: RowPlace,
  indices: ArrayLike<number>,
  target: Uint8Array,
): number {
  for (let i = 0; i < indices.length; ) {
    let next = i + 1;
    while (next < indices.length && indices[next] === indices[next - 1]! + 1 && (next - i) * rowBytes < 2 ** 28) next++;
    const end = next * rowBytes;
    for (let at = i * rowBytes; at < end; ) {
      const from = offset + indices[i]! * rowBytes + (at - i * rowBytes);
      const count = read(file, target, at, end - at, from);
      if (count === 0) return indices[Math.floor(at / rowBytes)]!;
      at += count;
    }
    i = next;
  }
  if (swapBytes > 1) {
    const bytes = Buffer.from(target.buffer, target.byteOffset, indices.length * rowBytes);
    if (swapBytes === 2) bytes.swap16();
    else if (swapBytes === 4) bytes.swap32();
    else bytes.swap64();
  }
  return -1;
}
