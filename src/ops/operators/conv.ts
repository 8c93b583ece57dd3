import { type ConcreteShape, elementCount, formatShape } from '../../core/index.ts';
import type { NodeContext } from '../../graph/index.ts';
import { convolutionAttributes, convolutionSamples, forEachTerm } from '../convolution.ts';
import { type Operator, random } from '../operator.ts';
import { explicitAttributes, readWindows, type Windows } from '../windows.ts';

/**
 * Convolution (cross-correlation, as everywhere in deep learning) over any number of spatial axes.
 * X [batch, channels, ...spatial], W [filters, channels/group, ...kernel], B [filters].
 */
export const conv: Operator = {
  opType: 'Conv',
  domain: '',
  inputs: ['X', 'W', 'B?'],
  outputs: ['Y'],
  attributes: convolutionAttributes,
  infer: (context) => {
    const weights = context.concreteShape(1);
    const windows = convWindows(context);
    if (context.has(2) && (context.rank(2) !== 1 || context.shape(2)[0] !== weights[0])) {
      throw context.error(`B has shape ${formatShape(context.shape(2))}, expected [${weights[0]}]: one bias a filter`);
    }
    return [{ dtype: context.type(0).dtype, shape: [context.shape(0)[0]!, weights[0]!, ...windows.output] }];
  },
  gradient: ({ builder, context, inputs, cotangents, needs }) => {
    const [x, w] = inputs;
    const dy = cotangents[0]!;
    const attributes = { ...explicitAttributes(convWindows(context)), group: context.int('group') };
    const spatial = context.concreteShape(0).slice(2);
    return [
      needs(0) ? builder.op('ConvInputGradient', [dy, w], { ...attributes, spatial_shape: spatial }) : undefined,
      needs(1) ? builder.op('ConvWeightGradient', [x, dy], attributes) : undefined,
      needs(2)
        ? builder.op('ReduceSum', [dy, builder.ints([0, ...spatial.map((_, axis) => axis + 2)])], { keepdims: 0 })
        : undefined,
    ];
  },
  reference: (context, [x, w, b]) => {
    const windows = convWindows(context);
    const [batch, channels, ...spatial] = x!.shape as [number, number, ...number[]];
    const filters = w!.shape[0]!;
    const shape = [batch, filters, ...(windows.output as ConcreteShape)];
    const size = elementCount(shape.slice(2));
    const y = new Float64Array(elementCount(shape));
    if (b !== undefined) for (let i = 0; i < y.length; i++) y[i] = b.data[Math.floor(i / size) % filters]!;
    forEachTerm({ windows, spatial, batch, channels, filters, group: context.int('group') }, (xi, wi, yi) => {
      y[yi]! += x!.data[xi]! * w!.data[wi]!;
    });
    return [{ dtype: x!.dtype, shape, data: y }];
  },
  samples: [
    ...convolutionSamples((x, w) => [random(x), random(w), random([w[0]!])]),
    {
      name: 'padded by itself, more at the end',
      inputs: [random([1, 2, 5, 6]), random([2, 2, 2, 3])],
      attributes: { auto_pad: 'SAME_UPPER', strides: [2, 3] },
    },
    {
      name: 'padded by itself, more at the beginning',
      inputs: [random([1, 2, 4, 5]), random([2, 2, 2, 4])],
      attributes: { auto_pad: 'SAME_LOWER' },
    },
    { name: 'not padded', inputs: [random([1, 1, 4]), random([1, 1, 2])], attributes: { auto_pad: 'VALID' } },
  ],
};

/** Where the windows of a convolution node lie; checks that X and W fit together. */
export function convWindows(context: NodeContext): Windows {
  const input = context.shape(0);
  const weights = context.concreteShape(1);
  const group = context.int('group');
  if (input.length < 3 || weights.length !== input.length) {
    throw context.error(
      `X has shape ${formatShape(input)} and W ${formatShape(weights)}, expected [batch, channels, ...spatial] and [filters, channels/group, ...kernel]`,
    );
  }
  const channels = input[1]!;
  if (typeof channels === 'number' && channels !== weights[1]! * group) {
    throw context.error(
      `X has ${channels} channels (shape ${formatShape(input)}), W of shape ${formatShape(weights)} in ${group === 1 ? '1 group' : `${group} groups`} expects ${weights[1]! * group}`,
      'Channels are axis 1: [batch, channels, height, width]',
    );
  }
  if (weights[0]! % group !== 0) throw context.error(`${weights[0]} filters do not divide into ${group} groups`);
  const kernel = context.ints('kernel_shape');
  if (kernel !== undefined && kernel.join() !== weights.slice(2).join()) {
    throw context.error(`kernel_shape is [${kernel.join(', ')}], W has shape ${formatShape(weights)}`);
  }
  return readWindows(context, input.slice(2), weights.slice(2));
}
