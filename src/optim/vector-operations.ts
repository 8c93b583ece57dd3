import { RuntimeError } from '../core/index.ts';
import type { FlatMemory } from './flat-memory.ts';
import { instantiateKernel } from './kernel.ts';

/**
 * SIMD operations on float32 vectors of one {@link FlatMemory}. A vector is one of its views or any part of one
 * (`gradients.subarray(from, to)` for the gradient of a layer). Each throws RuntimeError for a vector that lies elsewhere.
 *
 * To copy a vector use `target.set(source)`: no kernel is faster.
 */
export interface VectorOperations {
  /** The sum of squares, summed in float64; NaN or infinite if and only if an element is. */
  sumOfSquares(vector: Float32Array): number;
  /** The Euclidean norm, the square root of {@link VectorOperations.sumOfSquares}. */
  norm(vector: Float32Array): number;
  /** Multiplies each element by `factor`, in place. */
  scale(vector: Float32Array, factor: number): void;
  /** Limits each element to [−limit, limit], in place. A NaN stays one. */
  clamp(vector: Float32Array, limit: number): void;
  /** How many elements are NaN or infinite. */
  countNonFinite(vector: Float32Array): number;
  /** Whether no element is NaN or infinite. */
  allFinite(vector: Float32Array): boolean;
}

type Reduction = (byteOffset: number, length: number) => number;
type Change = (byteOffset: number, length: number, operand: number) => void;

/** The operations bound to a memory. */
export function createVectorOperations(memory: FlatMemory): VectorOperations {
  const sumOfSquares = instantiateKernel<Reduction>('sum-of-squares', memory);
  const countNonFinite = instantiateKernel<Reduction>('count-non-finite', memory);
  const scale = instantiateKernel<Change>('scale', memory);
  const clamp = instantiateKernel<Change>('clamp', memory);

  const offsetOf = (vector: Float32Array): number => {
    if (vector.buffer !== memory.buffer) {
      throw new RuntimeError(
        `a vector of ${vector.length} elements does not lie in the flat memory of these operations`,
      );
    }
    return vector.byteOffset;
  };
  return {
    sumOfSquares: (vector) => sumOfSquares(offsetOf(vector), vector.length),
    norm: (vector) => Math.sqrt(sumOfSquares(offsetOf(vector), vector.length)),
    scale: (vector, factor) => scale(offsetOf(vector), vector.length, factor),
    clamp: (vector, limit) => clamp(offsetOf(vector), vector.length, limit),
    countNonFinite: (vector) => countNonFinite(offsetOf(vector), vector.length),
    allFinite: (vector) => countNonFinite(offsetOf(vector), vector.length) === 0,
  };
}
