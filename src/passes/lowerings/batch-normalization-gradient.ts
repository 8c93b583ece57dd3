import type { Value } from '../../graph/index.ts';
import { batchStatistics, inverseDeviation, overSpatial } from './batch-normalization.ts';
import type { Lowering } from './lowering.ts';

/**
 * dX = a · dY + BN(X), where the second summand, which is affine in X, passes through the inference form of batch
 * normalisation; a = scale / √(variance + epsilon).
 */
export const batchNormalizationGradient: Lowering = {
  name: 'batch-normalization-gradient',
  opType: 'BatchNormalizationGradient',
  applies: () => true,
  lower: (builder, [dy, x, scale], context) => {
    const epsilon = context.float('epsilon');
    const rank = context.rank(1);
    const mul = (a: Value | undefined, b: Value | undefined) => builder.op('Mul', [a, b]);
    const { axes, count, centered, mean, variance } = batchStatistics(builder, x!);
    const inverse = inverseDeviation(builder, variance, epsilon);
    const total = (value: Value) => builder.op('ReduceSum', [value, axes], { keepdims: 0 });
    const dBias = total(dy!);
    const dScale = mul(total(mul(dy, centered)), inverse);
    const slope = mul(scale, inverse);
    const negative = mul(slope, builder.scalar(-1 / count, slope.dtype));
    const ofNormalized = mul(negative, dScale);
    const constant = mul(negative, dBias);
    const rest =
      rank === 2
        ? builder.op('Add', [mul(centered, mul(ofNormalized, inverse)), constant])
        : builder.op('BatchNormalization', [x, ofNormalized, constant, mean, variance], { epsilon });
    return [builder.op('Add', [mul(dy, overSpatial(builder, slope, rank)), rest]), dScale, dBias];
  },
};
