/** Smaller ones the allocator keeps at hand anyway. */
const smallestBytes = 128 * 1024;

let toNobody: MessagePort | undefined;

/**
 * Frees the memory of array buffers at once instead of when the garbage collector gets to it, by sending them to nobody.
 * Buffers of megabytes that pile up between two collections take fresh pages from the system each time, which costs more
 * than to fill them.
 */
export function freeBuffers(buffers: readonly ArrayBufferLike[]): void {
  const large = buffers.filter(
    (buffer): buffer is ArrayBuffer => buffer instanceof ArrayBuffer && buffer.byteLength >= smallestBytes,
  );
  if (large.length === 0) return;
  if (toNobody === undefined) {
    const { port1, port2 } = new MessageChannel();
    port2.close();
    toNobody = port1;
  }
  toNobody.postMessage(undefined, large);
}
