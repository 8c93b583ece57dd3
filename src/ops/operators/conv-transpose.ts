import { type ConcreteShape, concreteShape, elementCount, formatShape } from '../../core/index.ts';
import type { NodeContext } from '../../graph/index.ts';
import { convolutionAttributes, forEachTerm, plainAttributes } from '../convolution.ts';
import { type Operator, random, type Sample } from '../operator.ts';
import type { Windows } from '../windows.ts';

/**
 * The transpose of a convolution, which is its gradient with respect to its input. X [batch, channels, ...spatial],
 * W [channels, filters/group, ...kernel], B [filters]; each axis of Y has
 * stride · (length − 1) + output_padding + (kernel − 1) · dilation + 1 − pads elements.
 */
export const convTranspose: Operator = {
  opType: 'ConvTranspose',
  domain: '',
  inputs: ['X', 'W', 'B?'],
  outputs: ['Y'],
  attributes: { ...convolutionAttributes, output_padding: { type: 'ints' }, output_shape: { type: 'ints' } },
  infer: (context) => {
    const filters = context.concreteShape(1)[1]! * context.int('group');
    const { spatial } = transposedWindows(context);
    const { dtype, shape } = context.type(0);
    if (shape[1] !== context.shape(1)[0]) {
      throw context.error(
        `X has ${shape[1]} channels, W of shape ${formatShape(context.shape(1))} expects ${context.shape(1)[0]}`,
      );
    }
    return [{ dtype, shape: [shape[0]!, filters, ...spatial] }];
  },
  gradient: ({ builder, context, inputs, cotangents, needs }) => {
    const [x, w] = inputs;
    const dy = cotangents[0]!;
    const attributes = { ...plainAttributes(context), output_padding: undefined };
    const kernel = context.concreteShape(1).slice(2);
    const axes = [0, ...kernel.map((_, axis) => axis + 2)];
    return [
      needs(0) ? builder.op('Conv', [dy, w], attributes) : undefined,
      needs(1) ? builder.op('ConvWeightGradient', [dy, x], { ...attributes, kernel_shape: kernel }) : undefined,
      needs(2) ? builder.op('ReduceSum', [dy, builder.ints(axes)], { keepdims: 0 }) : undefined,
    ];
  },
  reference: (context, [x, w, b]) => {
    const { windows, spatial } = transposedWindows(context);
    const group = context.int('group');
    const [batch, channels] = x!.shape as [number, number];
    const filters = w!.shape[1]! * group;
    const shape = [batch, filters, ...spatial];
    const size = elementCount(spatial);
    const y = new Float64Array(elementCount(shape));
    if (b !== undefined) for (let i = 0; i < y.length; i++) y[i] = b.data[Math.floor(i / size) % filters]!;
    forEachTerm({ windows, spatial, batch, channels: filters, filters: channels, group }, (yi, wi, xi) => {
      y[yi]! += x!.data[xi]! * w!.data[wi]!;
    });
    return [{ dtype: x!.dtype, shape, data: y }];
  },
  samples: [
    sample('no padding', [2, 3, 3, 4], [3, 2, 2, 3]),
    sample('padded', [2, 2, 4, 4], [2, 3, 3, 3], { pads: [1, 0, 1, 2] }),
    sample('stride 2', [1, 2, 3, 3], [2, 2, 3, 3], { pads: [1, 1, 1, 1], strides: [2, 2], output_padding: [1, 0] }),
    sample('dilated, groups', [1, 4, 4, 3], [4, 1, 2, 2], { dilations: [2, 1], group: 2 }),
    sample('1-D', [2, 2, 4], [2, 3, 3], { strides: [3] }),
  ],
};

function sample(name: string, x: ConcreteShape, w: ConcreteShape, attributes: Sample['attributes'] = {}): Sample {
  const filters = w[1]! * (typeof attributes.group === 'number' ? attributes.group : 1);
  return { name, inputs: [random(x), random(w), random([filters])], attributes };
}

/** The windows of the convolution that the node transposes, and the shape that they lie on. */
function transposedWindows(context: NodeContext): { windows: Windows; spatial: number[] } {
  if (context.string('auto_pad') !== 'NOTSET' || context.ints('output_shape') !== undefined) {
    throw context.error("auto_pad or output_shape is given, which netwright cannot read: expected 'pads'");
  }
  const input = concreteShape(context.shape(0).slice(2), "ConvTranspose input 'X'");
  const kernel = context.concreteShape(1).slice(2);
  const rank = input.length;
  const ints = (name: string, count: number, absent: number) => {
    const given = context.ints(name) ?? new Array<number>(count).fill(absent);
    if (given.length !== count)
      throw context.error(`attribute '${name}' has ${given.length} elements, expected ${count}`);
    return given;
  };
  const strides = ints('strides', rank, 1);
  const dilations = ints('dilations', rank, 1);
  const pads = ints('pads', 2 * rank, 0);
  const extra = ints('output_padding', rank, 0);
  const spatial = input.map(
    (length, axis) =>
      strides[axis]! * (length - 1) +
      extra[axis]! +
      (kernel[axis]! - 1) * dilations[axis]! +
      1 -
      pads[axis]! -
      pads[axis + rank]!,
  );
  const windows = { kernel, strides, dilations, begins: pads.slice(0, rank), ends: pads.slice(rank), output: input };
  return { windows, spatial };
}
