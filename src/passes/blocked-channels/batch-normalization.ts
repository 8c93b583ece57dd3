import { elementCount } from '../../core/index.ts';
import type { GraphBuilder, Value } from '../../graph/index.ts';
import { inverseDeviation } from '../lowerings/batch-normalization.ts';
import { reshape } from '../lowerings/writing.ts';
import type { BlockedOperator, LayoutInputs } from './blocked-operator.ts';

/** Batch normalisation of an image that lies in blocks, in training mode and without. */
export const blockedBatchNormalization: BlockedOperator = {
  opTypes: ['BatchNormalization'],
  applies: (_context, inputs) => inputs.isBlocked(0),
  write: (builder, inputs, context) => {
    const epsilon = context.float('epsilon');
    const write = writing(builder);
    const [scale, bias] = [inputs.plain(1), inputs.plain(2)];
    if (context.int('training_mode') === 0) {
      const slope = write.mul(scale, inverseDeviation(builder, inputs.plain(4), epsilon));
      const shift = write.sub(bias, write.mul(inputs.plain(3), slope));
      return [{ blocked: write.affine(inputs.blocked(0), slope, shift) }];
    }
    const { centered, mean, variance } = statistics(builder, inputs, inputs.blocked(0));
    const slope = write.mul(scale, inverseDeviation(builder, variance, epsilon));
    const momentum = context.float('momentum');
    const running = (before: Value, now: Value) => ({
      plain: write.add(
        write.mul(before, builder.scalar(momentum, now.dtype)),
        write.mul(now, builder.scalar(1 - momentum, now.dtype)),
      ),
    });
    return [
      { blocked: write.affine(centered, slope, bias) },
      ...(context.outputCount > 1 ? [running(inputs.plain(3), mean)] : []),
      ...(context.outputCount > 2 ? [running(inputs.plain(4), variance)] : []),
    ];
  },
};

/** Its gradient in training mode. */
export const blockedBatchNormalizationGradient: BlockedOperator = {
  opTypes: ['BatchNormalizationGradient'],
  applies: (_context, inputs) => inputs.isBlocked(1),
  write: (builder, inputs, context) => {
    const write = writing(builder);
    const dy = inputs.blocked(0);
    const { centered, variance } = statistics(builder, inputs, inputs.blocked(1));
    const inverse = inverseDeviation(builder, variance, context.float('epsilon'));
    const slope = write.mul(inputs.plain(2), inverse);
    const meanGradient = write.channelMean(dy);
    const meanProjection = write.mul(write.channelMean(write.mul(dy, centered)), inverse);
    const shape = context.concreteShape(1);
    const count = builder.scalar(elementCount(shape) / shape[1]!, slope.dtype);
    const ofCentered = write.negative(write.mul(write.mul(slope, inverse), meanProjection));
    const shift = write.negative(write.mul(slope, meanGradient));
    return [
      { blocked: write.affine(dy, slope, shift, write.affine(centered, ofCentered)) },
      { plain: write.mul(meanProjection, count) },
      { plain: write.mul(meanGradient, count) },
    ];
  },
};

/** Mean and population variance of each channel, and X minus its mean; written once for both directions. */
function statistics(builder: GraphBuilder, inputs: LayoutInputs, x: Value) {
  const [centered, mean, variance] = inputs.once(`statistics of ${x.name}`, () => {
    const write = writing(builder);
    const mean = write.channelMean(x);
    const ones = builder.op('Expand', [builder.scalar(1, x.dtype), builder.ints([x.shape[1] as number])]);
    const centered = write.affine(x, ones, write.negative(mean));
    return [centered, mean, write.channelMean(write.mul(centered, centered))];
  }) as readonly [Value, Value, Value];
  return { centered, mean, variance };
}

function writing(builder: GraphBuilder) {
  const binary = (opType: string) => (a: Value, b: Value) => builder.op(opType, [a, b]);
  return {
    add: binary('Add'),
    sub: binary('Sub'),
    mul: binary('Mul'),
    negative: (a: Value) => builder.op('Neg', [a]),
    /** x · slope + shift + sum, slope and shift by channel: a convolution of each channel with one number. */
    affine(x: Value, slope: Value, shift?: Value, sum?: Value): Value {
      const channels = x.shape[1] as number;
      const weights = reshape(builder, slope, [channels, 1, 1, 1]);
      return builder.op('NchwcConv', [x, weights, shift, sum], { kernel_shape: [1, 1], group: channels });
    },
    channelMean(x: Value): Value {
      const means = builder.op('NchwcGlobalAveragePool', [x]);
      const mean = builder.op('ReduceMean', [means, builder.ints([0])], { keepdims: 0 });
      return reshape(builder, mean, [x.shape[1] as number]);
    },
  };
}
