/**
 * A copy in memory that threads share, so that a checkpoint is written by another one without being copied again; in pages
 * that are not isolated there is none, and the memory is plain.
 */
export function sharedCopy(vector: Float32Array): Float32Array<ArrayBuffer> {
  if (typeof SharedArrayBuffer === 'undefined') return new Float32Array(vector);
  const copy = new Float32Array(new SharedArrayBuffer(vector.byteLength));
  copy.set(vector);
  // Typed as a view of plain memory, which all tensors are typed for.
  return copy as unknown as Float32Array<ArrayBuffer>;
}
