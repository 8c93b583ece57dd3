import { z } from 'zod';
import type { GraphBuilder, Value } from '../../graph/index.ts';
import { clipProbabilities, clipRows } from './keras-probabilities.ts';
import { type Loss, sameAsOutput } from './loss.ts';
import { reductionOption, smoothingOption } from './options.ts';

const focusing = {
  /** How strongly what is right already is left alone. */
  gamma: z.number().nonnegative().default(2),
};

/** Options of {@link binaryFocalOnProbabilities}. */
export const binaryFocalOptions = z.strictObject({
  name: z.literal('binaryFocalOnProbabilities'),
  ...focusing,
  /** Weight of yes, that of no being 1 − alpha. Default: both weigh 1. */
  alpha: z.number().min(0).max(1).exactOptional(),
  ...reductionOption,
  ...smoothingOption,
});

/** Options of {@link categoricalFocalOnProbabilities}. */
export const categoricalFocalOptions = z.strictObject({
  name: z.literal('categoricalFocalOnProbabilities'),
  ...focusing,
  /** Weight of the loss. */
  alpha: z.number().min(0).default(0.25),
  ...reductionOption,
  ...smoothingOption,
});

/**
 * Cross-entropy of probabilities p against 0 or 1, each output weighed by (1 − q)^γ, where q is the probability given to
 * what is right. As Keras's `BinaryFocalCrossentropy`.
 *
 * Source: Lin et al., "Focal Loss for Dense Object Detection", ICCV 2017.
 */
export function binaryFocalOnProbabilities({ gamma, alpha }: z.infer<typeof binaryFocalOptions>): Loss {
  return {
    summary: 'cross-entropy that leaves alone what is right already, for yes or no',
    target: 'binary',
    output: 'probabilities',
    terms: 'outputs',
    targetType: sameAsOutput,
    write(builder, output, target) {
      const mix = (yes: Value, no: Value) => mixed(builder, target, yes, no);
      const complement = (value: Value) => builder.op('Sub', [builder.scalar(1), value]);
      const clipped = clipProbabilities(builder, output);
      const logRight = mix(builder.op('Log', [clipped]), builder.op('Log', [complement(clipped)]));
      const focus = builder.op('Pow', [complement(mix(output, complement(output))), builder.scalar(gamma)]);
      const perOutput = builder.op('Mul', [focus, logRight]);
      const weighted =
        alpha === undefined
          ? perOutput
          : builder.op('Mul', [perOutput, mix(builder.scalar(alpha), builder.scalar(1 - alpha))]);
      return builder.op('Neg', [builder.op('ReduceMean', [weighted], { keepdims: 0 })]);
    },
  };
}

/** t yes + (1 − t) no. */
function mixed(builder: GraphBuilder, target: Value, yes: Value, no: Value): Value {
  const rest = builder.op('Sub', [builder.scalar(1), target]);
  return builder.op('Add', [builder.op('Mul', [target, yes]), builder.op('Mul', [rest, no])]);
}

/**
 * Cross-entropy of rows p of probabilities against one-hot rows t: −α Σ t (1 − p)^γ log p, averaged; rows are divided by
 * their sum and clipped first. As Keras's `CategoricalFocalCrossentropy`.
 */
export function categoricalFocalOnProbabilities({ gamma, alpha }: z.infer<typeof categoricalFocalOptions>): Loss {
  return {
    summary: 'cross-entropy that leaves alone what is right already, for one-hot labels',
    target: 'oneHot',
    output: 'probabilities',
    terms: 'rows',
    targetType: sameAsOutput,
    write(builder, output, target) {
      const classes = builder.ints([1]);
      const probabilities = clipRows(builder, output, classes);
      const doubt = builder.op('Sub', [builder.scalar(1), probabilities]);
      const focus = builder.op('Mul', [builder.op('Pow', [doubt, builder.scalar(gamma)]), builder.scalar(alpha)]);
      const terms = builder.op('Mul', [focus, builder.op('Mul', [target, builder.op('Log', [probabilities])])]);
      const perRow = builder.op('ReduceSum', [terms, classes], { keepdims: 0 });
      return builder.op('Neg', [builder.op('ReduceMean', [perRow], { keepdims: 0 })]);
    },
  };
}
