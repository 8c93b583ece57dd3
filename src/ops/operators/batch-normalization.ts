import { elementCount } from '../../core/index.ts';
import type { Value } from '../../graph/index.ts';
import { arithmetic } from '../arithmetic.ts';
import { batchAxes, channelOf, channelStatistics, overChannels, requireChannelVectors } from '../normalization.ts';
import { type GradientContext, type Operator, random, type SampleInput } from '../operator.ts';

/**
 * Y = scale · (X − mean) / √(variance + epsilon) + B, channel by channel, X being [batch, channels, ...spatial].
 *
 * With `training_mode` 0 mean and variance are the inputs `input_mean` and `input_var`. With 1 they are those of the
 * batch, and the second and third output are the running statistics
 * `input · momentum + batch · (1 − momentum)`, of the population variance (PyTorch takes the unbiased one).
 * Source: ONNX BatchNormalization-15; Ioffe and Szegedy 2015, algorithm 1.
 */
export const batchNormalization: Operator = {
  opType: 'BatchNormalization',
  domain: '',
  inputs: ['X', 'scale', 'B', 'input_mean', 'input_var'],
  outputs: ['Y', 'running_mean?', 'running_var?'],
  attributes: {
    epsilon: { type: 'float', default: 1e-5 },
    momentum: { type: 'float', default: 0.9 },
    training_mode: { type: 'int', default: 0 },
  },
  infer: (context) => {
    requireChannelVectors(context, 0, 1);
    if (context.int('training_mode') === 0 && context.outputCount > 1) {
      throw context.error(`has ${context.outputCount} outputs, expected 1 without training_mode`);
    }
    return [context.type(0), context.type(3), context.type(4)];
  },
  gradient: (gradientContext) =>
    gradientContext.context.int('training_mode') === 1
      ? trainingGradient(gradientContext)
      : frozenGradient(gradientContext),
  reference: (context, [x, scale, bias, inputMean, inputVariance]) => {
    const epsilon = context.float('epsilon');
    const training = context.int('training_mode') === 1;
    const batch = channelStatistics(x!);
    const mean = training ? batch.mean : inputMean!.data;
    const variance = training ? batch.variance : inputVariance!.data;
    const channel = channelOf(x!.shape);
    const y = x!.data.map((element, i) => {
      const c = channel(i);
      return (scale!.data[c]! * (element - mean[c]!)) / Math.sqrt(variance[c]! + epsilon) + bias!.data[c]!;
    });
    const momentum = context.float('momentum');
    const running = (before: Float64Array, now: Float64Array) =>
      before.map((element, c) => element * momentum + now[c]! * (1 - momentum));
    return [
      { ...x!, data: y },
      { ...inputMean!, data: running(inputMean!.data, batch.mean) },
      { ...inputVariance!, data: running(inputVariance!.data, batch.variance) },
    ];
  },
  samples: [
    { name: 'images', inputs: normalizedInputs([3, 2, 2, 3]) },
    { name: 'vectors', inputs: normalizedInputs([4, 3]), attributes: { epsilon: 0.1 } },
    { name: 'sequences', inputs: normalizedInputs([2, 3, 4]) },
    { name: 'images, training', inputs: normalizedInputs([3, 2, 2, 3]), attributes: { training_mode: 1 } },
    {
      name: 'vectors, training',
      inputs: normalizedInputs([5, 3]),
      attributes: { training_mode: 1, epsilon: 0.1, momentum: 0.75 },
      outputs: 3,
    },
    {
      name: 'images, training, running statistics',
      inputs: normalizedInputs([3, 4, 3, 2]),
      attributes: { training_mode: 1 },
      outputs: 3,
    },
    { name: 'sequences, training', inputs: normalizedInputs([2, 3, 4]), attributes: { training_mode: 1 }, outputs: 3 },
  ],
};

function normalizedInputs(shape: readonly number[]): SampleInput[] {
  const channels = shape.slice(1, 2);
  return [random(shape), random(channels), random(channels), random(channels), random(channels, 0.5, 2)];
}

/** The gradient where mean and variance are inputs: an affine map of each channel. */
function frozenGradient({ builder, context, inputs, cotangents, needs }: GradientContext) {
  const [x, scale, , mean, variance] = inputs as [Value, Value, Value, Value, Value];
  const dy = cotangents[0]!;
  const rank = context.rank(0);
  const { add, sub, mul } = arithmetic(builder, x.dtype);
  const total = (value: Value) => builder.op('ReduceSum', [value, builder.ints(batchAxes(rank))], { keepdims: 0 });
  const inverse = builder.op('Reciprocal', [builder.op('Sqrt', [add(variance, context.float('epsilon'))])]);
  const slope = mul(scale, inverse);
  const sum = needs(2) || needs(3) ? total(dy) : undefined;
  // Σ dY · (X − mean) / √(variance + epsilon)
  const projection =
    needs(1) || needs(4) ? mul(total(mul(dy, sub(x, overChannels(builder, mean, rank)))), inverse) : undefined;
  return [
    needs(0) ? mul(dy, overChannels(builder, slope, rank)) : undefined,
    needs(1) ? projection : undefined,
    needs(2) ? sum : undefined,
    needs(3) ? builder.op('Neg', [mul(slope, sum!)]) : undefined,
    needs(4) ? mul(mul(mul(slope, inverse), projection!), -0.5) : undefined,
  ];
}

/** The gradient where mean and variance are those of the batch. */
function trainingGradient({ builder, context, inputs, cotangents, needs }: GradientContext) {
  const [x, scale] = inputs as [Value, Value];
  const [dy, dMean, dVariance] = cotangents;
  const rank = context.rank(0);
  const { add, sub, mul } = arithmetic(builder, x.dtype);
  const momentum = context.float('momentum');
  const [dx, dScale, dBias] =
    dy === undefined
      ? []
      : builder.ops('BatchNormalizationGradient', [dy, x, scale], { epsilon: context.float('epsilon') }, 3);
  const share = (1 - momentum) / elementCount(context.concreteShape(0).filter((_, axis) => axis !== 1));
  const parts = dx === undefined ? [] : [dx];
  if (dMean !== undefined) parts.push(overChannels(builder, mul(dMean, share), rank));
  if (dVariance !== undefined) {
    const mean = builder.op('ReduceMean', [x, builder.ints(batchAxes(rank))]);
    parts.push(mul(sub(x, mean), overChannels(builder, mul(dVariance, 2 * share), rank)));
  }
  return [
    needs(0) && parts.length > 0 ? parts.reduce((sum, part) => add(sum, part)) : undefined,
    dScale,
    dBias,
    dMean === undefined ? undefined : mul(dMean, momentum),
    dVariance === undefined ? undefined : mul(dVariance, momentum),
  ];
}
