import { netwrightDomain, type Value } from '../../graph/index.ts';
import { arithmetic } from '../arithmetic.ts';
import { batchAxes, channelOf, channelStatistics, overChannels, requireChannelVectors } from '../normalization.ts';
import { type GradientContext, type Operator, random } from '../operator.ts';

/**
 * The gradient of a batch normalisation in training mode, mean µ and variance σ² being those of the batch of m elements:
 * with x̂ = (X − µ) / √(σ² + epsilon), dBias = Σ dY, dScale = Σ dY · x̂ and
 * dX = scale / √(σ² + epsilon) · (dY − dBias / m − x̂ · dScale / m).
 */
export const batchNormalizationGradient: Operator = {
  opType: 'BatchNormalizationGradient',
  domain: netwrightDomain,
  inputs: ['dY', 'X', 'scale'],
  outputs: ['dX', 'dScale', 'dBias'],
  attributes: { epsilon: { type: 'float', default: 1e-5 } },
  infer: (context) => {
    requireChannelVectors(context, 1, 2);
    return [context.type(1), context.type(2), context.type(2)];
  },
  gradient: secondGradient,
  reference: (context, [dy, x, scale]) => {
    const { mean, variance, count } = channelStatistics(x!);
    const channel = channelOf(x!.shape);
    const inverse = variance.map((element) => 1 / Math.sqrt(element + context.float('epsilon')));
    const normalized = x!.data.map((element, i) => (element - mean[channel(i)]!) * inverse[channel(i)]!);
    const dScale = new Float64Array(mean.length);
    const dBias = new Float64Array(mean.length);
    for (let i = 0; i < normalized.length; i++) {
      dScale[channel(i)]! += dy!.data[i]! * normalized[i]!;
      dBias[channel(i)]! += dy!.data[i]!;
    }
    const dx = normalized.map((element, i) => {
      const c = channel(i);
      return scale!.data[c]! * inverse[c]! * (dy!.data[i]! - (dBias[c]! + element * dScale[c]!) / count);
    });
    return [
      { ...x!, data: dx },
      { ...scale!, data: dScale },
      { ...scale!, data: dBias },
    ];
  },
  samples: [
    { name: 'images', inputs: [random([3, 2, 2, 3]), random([3, 2, 2, 3]), random([2])], outputs: 3 },
    {
      name: 'vectors',
      inputs: [random([5, 3]), random([5, 3]), random([3])],
      attributes: { epsilon: 0.1 },
      outputs: 3,
    },
    { name: 'sequences', inputs: [random([2, 3, 4]), random([2, 3, 4]), random([3])], outputs: 3 },
  ],
};

/**
 * With r = 1 / √(σ² + epsilon) and P(u) = u − mean(u) − x̂ mean(u x̂), means over the batch, dX is s r P(dY). For
 * cotangents U, V, W of dX, dScale and dBias, and b = mean(dY x̂), c = mean(U x̂):
 * of dY: s r P(U) + V x̂ + W; of scale: r Σ U P(dY);
 * of X: r P(V dY − s r (b U + c dY)) − s r² x̂ mean(U P(dY)).
 */
function secondGradient({ builder, context, inputs, cotangents, needs }: GradientContext) {
  const [dy, x, scale] = inputs as [Value, Value, Value];
  const [ofDx, ofScale, ofBias] = cotangents;
  const rank = context.rank(1);
  const axes = builder.ints(batchAxes(rank));
  const { add, sub, mul } = arithmetic(builder, x.dtype);
  const mean = (value: Value) => builder.op('ReduceMean', [value, axes]);
  const total = (parts: readonly (Value | undefined)[]) =>
    parts
      .filter((part) => part !== undefined)
      .reduce<Value | undefined>((sum, part) => (sum ? add(sum, part) : part), undefined);
  const centered = sub(x, mean(x));
  const shifted = add(mean(mul(centered, centered)), context.float('epsilon'));
  const inverse = builder.op('Reciprocal', [builder.op('Sqrt', [shifted])]);
  const normalized = mul(centered, inverse);
  const project = (value: Value) => sub(sub(value, mean(value)), mul(normalized, mean(mul(value, normalized))));
  const slope = mul(overChannels(builder, scale, rank), inverse);
  const scaleCotangent = ofScale && overChannels(builder, ofScale, rank);

  const ofX = () => {
    const mixed = ofDx && mul(slope, add(mul(ofDx, mean(mul(dy, normalized))), mul(dy, mean(mul(ofDx, normalized)))));
    const inner = total([scaleCotangent && mul(scaleCotangent, dy), mixed && builder.op('Neg', [mixed])]);
    const outer = ofDx && mul(mul(mul(slope, inverse), normalized), mean(mul(ofDx, project(dy))));
    return total([inner && mul(inverse, project(inner)), outer && builder.op('Neg', [outer])]);
  };
  return [
    needs(0)
      ? total([
          ofDx && mul(slope, project(ofDx)),
          scaleCotangent && mul(normalized, scaleCotangent),
          ofBias && builder.op('Expand', [overChannels(builder, ofBias, rank), builder.ints(context.concreteShape(0))]),
        ])
      : undefined,
    needs(1) ? ofX() : undefined,
    needs(2) && ofDx !== undefined
      ? builder.op('ReduceSum', [mul(mul(ofDx, project(dy)), inverse), axes], { keepdims: 0 })
      : undefined,
  ];
}
