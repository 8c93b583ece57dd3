import { elementCount } from '../core/index.ts';
import type { Dataset, Field } from './dataset.ts';

const elementsPerChunk = 1 << 18;

/**
 * Walks one field of a dataset in order, some samples at a time, as float32. `visit` receives the values of the chunk's
 * samples, one after another in a buffer that is reused, the index of its first sample and the number of its samples;
 * returning `false` ends the walk.
 */
export function forEachChunk(
  dataset: Dataset,
  field: Field,
  visit: (values: Float32Array, firstSample: number, samples: number) => boolean | undefined,
): void {
  const size = elementCount(field.shape);
  const samplesPerChunk = Math.min(dataset.length, Math.max(1, Math.floor(elementsPerChunk / Math.max(size, 1))));
  const buffer = new Float32Array(samplesPerChunk * size);
  const indices = new Uint32Array(samplesPerChunk);
  for (let first = 0; first < dataset.length; first += samplesPerChunk) {
    const samples = Math.min(samplesPerChunk, dataset.length - first);
    for (let i = 0; i < samples; i++) indices[i] = first + i;
    const values = buffer.subarray(0, samples * size);
    dataset.gather(field.name, indices.subarray(0, samples), values);
    if (visit(values, first, samples) === false) return;
  }
}
