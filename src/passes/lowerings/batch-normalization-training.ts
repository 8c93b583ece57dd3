import type { Value } from '../../graph/index.ts';
import { batchStatistics, inverseDeviation } from './batch-normalization.ts';
import type { Lowering } from './lowering.ts';

/**
 * Training mode by reductions, since ONNX Runtime's own kernel writes into its inputs. Images then pass through the
 * inference form, a fused multiplication and addition, under the statistics of the batch.
 */
export const batchNormalizationTraining: Lowering = {
  name: 'batch-normalization-training',
  opType: 'BatchNormalization',
  applies: (context) => context.int('training_mode') === 1,
  lower: (builder, [x, scale, bias, inputMean, inputVariance], context) => {
    const epsilon = context.float('epsilon');
    const { centered, mean, variance } = batchStatistics(builder, x!);
    const momentum = builder.scalar(context.float('momentum'), mean.dtype);
    const rest = builder.scalar(1 - context.float('momentum'), mean.dtype);
    const running = (before: Value, now: Value) =>
      builder.op('Add', [builder.op('Mul', [before, momentum]), builder.op('Mul', [now, rest])]);
    const y =
      context.rank(0) === 2
        ? builder.op('Add', [
            builder.op('Mul', [centered, builder.op('Mul', [scale, inverseDeviation(builder, variance, epsilon)])]),
            bias,
          ])
        : builder.op('BatchNormalization', [x, scale, bias, mean, variance], { epsilon });
    return [
      y,
      context.outputCount > 1 ? running(inputMean!, mean) : undefined,
      context.outputCount > 2 ? running(inputVariance!, variance) : undefined,
    ];
  },
};
