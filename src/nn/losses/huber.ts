import { z } from 'zod';
import { type Loss, sameAsOutput } from './loss.ts';
import { comparedOptions } from './options.ts';

/** Options of {@link huber}. */
export const huberOptions = z.strictObject({
  name: z.literal('huber'),
  /** Error from which on the loss is linear, in the targets' unit. */
  delta: z.number().positive().default(1),
  ...comparedOptions,
});

/**
 * Huber loss: the mean over all outputs of e²/2 where the error |e| is at most δ, and of δ (|e| − δ/2) beyond: L2 for small
 * errors, L1 for outliers. As PyTorch's `HuberLoss` and Keras's `Huber`.
 *
 * Source: Huber, "Robust Estimation of a Location Parameter", Annals of Mathematical Statistics 35, 1964.
 */
export function huber({ delta }: z.infer<typeof huberOptions>): Loss {
  return {
    summary: 'squared for small errors, absolute for large ones',
    target: 'numbers',
    output: 'numbers',
    terms: 'outputs',
    ofDifferences: true,
    targetType: sameAsOutput,
    write(builder, output, target) {
      const error = builder.op('Sub', [output, target]);
      // With c = e clipped to ±δ, both branches are c (e − c/2).
      const clipped = builder.op('Clip', [error, builder.scalar(-delta), builder.scalar(delta)]);
      const half = builder.op('Mul', [clipped, builder.scalar(0.5)]);
      const perOutput = builder.op('Mul', [clipped, builder.op('Sub', [error, half])]);
      return builder.op('ReduceMean', [perOutput], { keepdims: 0 });
    },
  };
}
