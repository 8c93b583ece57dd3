import * as z from 'zod';
import type { VectorOperations } from './vector-operations.ts';

/**
 * Gradient clipping as a recipe holds it: `{ name: 'norm', maxNorm: 1 }` of all gradients together,
 * `{ name: 'parameterNorm', maxNorm: 1 }` of each parameter's, or `{ name: 'value', limit: 0.5 }`.
 */
export const gradientClippingOptions = z.discriminatedUnion('name', [
  z.strictObject({ name: z.literal('norm'), maxNorm: z.number().positive() }),
  z.strictObject({ name: z.literal('parameterNorm'), maxNorm: z.number().positive() }),
  z.strictObject({ name: z.literal('value'), limit: z.number().positive() }),
]);

export type GradientClippingOptions = z.infer<typeof gradientClippingOptions>;

/**
 * Limits gradients in place and returns their Euclidean norm before that. Where the norm is not finite the gradients are
 * left as they are, so that whoever asks can still see which of them are to blame.
 */
export type GradientClipping = (
  vectors: VectorOperations,
  gradients: Float32Array,
  parts?: readonly GradientPart[],
) => number;

/** Where the gradients of one parameter lie. */
interface GradientPart {
  readonly offset: number;
  readonly length: number;
}

/**
 * Scales all gradients by maxNorm / norm where their norm exceeds `maxNorm`, which keeps their direction.
 *
 * Source: Pascanu, Mikolov and Bengio, "On the difficulty of training recurrent neural networks", ICML 2013, algorithm 1.
 * PyTorch divides by the norm + 1e-6 instead.
 */
export function clipByNorm(maxNorm: number): GradientClipping {
  return (vectors, gradients) => {
    const norm = vectors.norm(gradients);
    if (norm > maxNorm && norm < Number.POSITIVE_INFINITY) vectors.scale(gradients, maxNorm / norm);
    return norm;
  };
}

/** Limits each element of the gradients to [−limit, limit]. */
export function clipByValue(limit: number): GradientClipping {
  return (vectors, gradients) => {
    const norm = vectors.norm(gradients);
    if (Number.isFinite(norm)) vectors.clamp(gradients, limit);
    return norm;
  };
}

/** Scales the gradients of each parameter by maxNorm / norm where their norm exceeds `maxNorm`: Keras's `clipnorm`. */
export function clipByParameterNorm(maxNorm: number): GradientClipping {
  const clip = clipByNorm(maxNorm);
  return (vectors, gradients, parts = []) => {
    const norm = vectors.norm(gradients);
    if (!Number.isFinite(norm)) return norm;
    for (const { offset, length } of parts) clip(vectors, gradients.subarray(offset, offset + length));
    return norm;
  };
}

/** The clipping that some options describe. */
export function createGradientClipping(options: GradientClippingOptions): GradientClipping {
  switch (options.name) {
    case 'norm':
      return clipByNorm(options.maxNorm);
    case 'parameterNorm':
      return clipByParameterNorm(options.maxNorm);
    case 'value':
      return clipByValue(options.limit);
  }
}
