import { elementCount, fromNumbers } from '../../core/index.ts';
import type { Lowering } from './lowering.ts';
import { reshape } from './writing.ts';

/**
 * Each group normalised as one instance, then scaled and shifted by an inference-form batch normalisation of mean 0 and
 * variance 1: half to a third of the time of ONNX Runtime's own decomposition,
 * but for single positions.
 */
export const groupNormalization: Lowering = {
  name: 'group-normalization',
  opType: 'GroupNormalization',
  applies: (context) => context.type(0).dtype === 'float32' && elementCount(context.concreteShape(0).slice(2)) > 1,
  lower: (builder, [x, scale, bias], context) => {
    const shape = context.concreteShape(0);
    const groups = context.int('num_groups');
    const [batch, channels] = shape as [number, number];
    const constant = (length: number, value: number) =>
      builder.constant(fromNumbers(x!.dtype, [length], new Array<number>(length).fill(value)));
    const size = elementCount(shape.slice(1)) / groups;
    const normalized = builder.op(
      'InstanceNormalization',
      [reshape(builder, x!, [batch, groups, size]), constant(groups, 1), constant(groups, 0)],
      { epsilon: context.float('epsilon') },
    );
    const byChannel = reshape(builder, normalized, shape);
    const affine = [byChannel, scale, bias, constant(channels, 0), constant(channels, 1)];
    return [builder.op('BatchNormalization', affine, { epsilon: 0 })];
  },
};
