import { elementCount, formatShape, fromNumbers } from '../core/index.ts';
import type { AttributeSchema, NodeContext, Value } from '../graph/index.ts';
import { arithmetic } from './arithmetic.ts';
import { channelOf, requireChannelVectors } from './normalization.ts';
import type { GradientContext, Operator, ReferenceTensor, Sample } from './operator.ts';

/**
 * The operator form of normalisations that take mean and variance over groups of channels of each sample of
 * [batch, channels, ...spatial], and then scale and shift channel by channel.
 */
export function groupedNormalization(definition: {
  opType: string;
  inputs: readonly [string, string, string];
  attributes?: Readonly<Record<string, AttributeSchema>>;
  /** Least number of axes of X. */
  leastRank: number;
  /** Into how many groups a number of channels is cut. */
  groups(context: NodeContext, channels: number): number;
  samples: readonly Sample[];
}): Operator {
  const { opType, inputs, attributes = {}, leastRank, groups, samples } = definition;
  return {
    opType,
    domain: '',
    inputs,
    outputs: ['Y'],
    attributes: { ...attributes, epsilon: { type: 'float', default: 1e-5 } },
    infer: (context) => {
      const shape = context.shape(0);
      if (shape.length < leastRank) {
        const expected = `[batch, channels${leastRank > 2 ? ', at least one spatial axis' : ', ...spatial'}]`;
        throw context.error(`${inputs[0]} has shape ${formatShape(shape)}, expected ${expected}`);
      }
      requireChannelVectors(context, 0, 1);
      const channels = shape[1]!;
      if (typeof channels === 'number') {
        const count = groups(context, channels);
        if (count < 1 || channels % count !== 0) {
          throw context.error(
            `${inputs[0]} has shape ${formatShape(shape)}: ${channels} channels do not divide into ${count} groups`,
          );
        }
      }
      return [context.type(0)];
    },
    gradient: (gradientContext) => {
      const channels = gradientContext.context.concreteShape(0)[1]!;
      return writeGradient(gradientContext, groups(gradientContext.context, channels));
    },
    reference: (context, [x, scale, bias]) => [
      normalize(x!, groups(context, x!.shape[1]!), context.float('epsilon'), scale!, bias!),
    ],
    samples,
  };
}

/**
 * With x̂ the normalised X and, of each group of M elements, σ its deviation:
 * dX = (s dY − (Σ s dY + x̂ Σ s dY x̂) / M) / σ. The sums over a group are those of its channels, which the gradients of
 * scale and bias want too.
 */
function writeGradient({ builder, context, inputs, cotangents, needs }: GradientContext, groups: number) {
  const [x, scale] = inputs as [Value, Value];
  const dy = cotangents[0]!;
  const { add, sub, mul } = arithmetic(builder, x.dtype);
  const reshape = (value: Value, shape: readonly number[]) => builder.op('Reshape', [value, builder.ints(shape)]);
  const total = (value: Value, axis: number, keepdims: 0 | 1) =>
    builder.op('ReduceSum', [value, builder.ints([axis])], { keepdims });
  const shape = context.concreteShape(0);
  const [batch, channels] = shape as [number, number];
  const positions = elementCount(shape.slice(2));
  const size = (channels / groups) * positions;
  const byChannel = [batch, channels, positions];

  const ones = builder.constant(fromNumbers(x.dtype, [size], new Array<number>(size).fill(1)));
  const [normalized, , inverse] = builder.ops(
    'LayerNormalization',
    [reshape(x, [batch, groups, size]), ones],
    { epsilon: context.float('epsilon') },
    3,
  ) as [Value, Value, Value];
  const given = reshape(dy, byChannel);
  const sums = needs(0) || needs(2) ? total(given, 2, 0) : undefined;
  const projections = needs(0) || needs(1) ? total(mul(given, reshape(normalized, byChannel)), 2, 0) : undefined;

  const inputCotangent = () => {
    const average = (value: Value) =>
      mul(total(reshape(mul(value, scale), [batch, groups, channels / groups]), 2, 1), 1 / size);
    const slope = reshape(mul(inverse, reshape(scale, [groups, channels / groups])), [batch, channels, 1]);
    const pull = add(mul(normalized, mul(average(projections!), inverse)), mul(average(sums!), inverse));
    return reshape(sub(mul(given, slope), reshape(pull, byChannel)), shape);
  };
  return [
    needs(0) ? inputCotangent() : undefined,
    needs(1) ? total(projections!, 0, 0) : undefined,
    needs(2) ? total(sums!, 0, 0) : undefined,
  ];
}

function normalize(
  x: ReferenceTensor,
  groups: number,
  epsilon: number,
  scale: ReferenceTensor,
  bias: ReferenceTensor,
): ReferenceTensor {
  const size = elementCount(x.shape.slice(1)) / groups;
  const channel = channelOf(x.shape);
  const data = new Float64Array(x.data.length);
  for (let start = 0; start < data.length; start += size) {
    const elements = x.data.subarray(start, start + size);
    const mean = elements.reduce((sum, element) => sum + element, 0) / size;
    const variance = elements.reduce((sum, element) => sum + (element - mean) ** 2, 0) / size;
    elements.forEach((element, i) => {
      const c = channel(start + i);
      data[start + i] = (scale.data[c]! * (element - mean)) / Math.sqrt(variance + epsilon) + bias.data[c]!;
    });
  }
  return { ...x, data };
}
