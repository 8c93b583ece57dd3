import { elementCount } from '../../core/index.ts';
import type { GraphBuilder, NodeContext, Value } from '../../graph/index.ts';
import { explicitAttributes } from '../../ops/index.ts';
import { equalMask } from '../lowerings/max-pool-gradient.ts';
import { areTiles, pooledWindows, tileEnds } from '../lowerings/pooling.ts';
import type { BlockedOperator } from './blocked-operator.ts';

/** Max and average pooling of an image that lies in blocks. */
export const blockedPooling: BlockedOperator = {
  opTypes: ['MaxPool', 'AveragePool'],
  applies: (context, inputs) => {
    const undilated = context.ints('dilations')?.every((dilation) => dilation === 1) ?? true;
    return inputs.isBlocked(0) && context.outputCount === 1 && undilated && context.int('ceil_mode') === 0;
  },
  write: (builder, inputs, context) => {
    const { opType } = context.node;
    const counted = opType === 'MaxPool' ? {} : { count_include_pad: context.int('count_include_pad') };
    const windows = pooledWindows(context, context.concreteShape(0).slice(2));
    const attributes = { ...explicitAttributes(windows), ...counted };
    return [{ blocked: builder.op(`Nchwc${opType}`, [inputs.blocked(0)], attributes) }];
  },
};

/** The mean of each channel; of one position, so that blocks and plain order are the same. */
export const blockedGlobalAveragePool: BlockedOperator = {
  opTypes: ['GlobalAveragePool'],
  applies: (_context, inputs) => inputs.isBlocked(0),
  write: (builder, inputs) => [{ plain: builder.op('NchwcGlobalAveragePool', [inputs.blocked(0)]) }],
};

/** The gradient of a max pooling whose windows tile the image exactly, ties sharing it. */
export const blockedMaxPoolGradient: BlockedOperator = {
  opTypes: ['MaxPoolGradient'],
  applies: (context, inputs) => inputs.isBlocked(0) && tilesExactly(context, context.concreteShape(0).slice(2)),
  write: (builder, inputs, context) => {
    const kernel = context.ints('kernel_shape')!;
    const mask = equalMask(builder, inputs.blocked(0), repeat(builder, inputs.blocked(1), kernel));
    const ties = builder.op('NchwcAveragePool', [mask], { kernel_shape: kernel, strides: kernel });
    const shares = builder.op('Div', [scaled(builder, inputs.blocked(2), 1 / elementCount(kernel)), ties]);
    return [{ blocked: builder.op('Mul', [mask, repeat(builder, shares, kernel)]) }];
  },
};

/** The gradient of an average pooling whose windows tile the image exactly. */
export const blockedAveragePoolGradient: BlockedOperator = {
  opTypes: ['AveragePoolGradient'],
  applies: (context, inputs) => inputs.isBlocked(0) && tilesExactly(context, context.ints('spatial_shape')!),
  write: (builder, inputs, context) => {
    const kernel = context.ints('kernel_shape')!;
    return [{ blocked: repeat(builder, scaled(builder, inputs.blocked(0), 1 / elementCount(kernel)), kernel) }];
  },
};

function tilesExactly(context: NodeContext, spatial: readonly number[]): boolean {
  const windows = pooledWindows(context, spatial);
  return areTiles(windows) && [...windows.begins, ...tileEnds(windows, spatial)].every((amount) => amount === 0);
}

function repeat(builder: GraphBuilder, value: Value, kernel: readonly number[]): Value {
  return builder.op('NchwcUpsample', [value], { scales: [1, 1, ...kernel] });
}

function scaled(builder: GraphBuilder, value: Value, factor: number): Value {
  return builder.op('Mul', [value, builder.scalar(factor, value.dtype)]);
}
