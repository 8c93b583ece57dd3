/** Turns items of 1, 2, 4 or 8 bytes from big-endian to little-endian, or back, in place. */
export function swapByteOrder(data: Uint8Array<ArrayBuffer>, itemBytes: number): void {
  const bytes = Buffer.from(data.buffer, data.byteOffset, data.byteLength);
  if (itemBytes === 2) bytes.swap16();
  else if (itemBytes === 4) bytes.swap32();
  else if (itemBytes === 8) bytes.swap64();
}
