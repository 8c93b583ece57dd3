import type { Tensor } from '../../../core/index.ts';
import { convolutionPads } from '../../../nn/index.ts';
import { permuteTensor } from '../permute-tensor.ts';
import type { KerasTensor } from './keras-model.ts';
import { inOrder, lastOrder, lengthOf, type NodeExport, type NodeWriter } from './node-export.ts';

/** Gemm, and MatMul with weights: a Dense layer. */
export const dense: NodeWriter = (context) => {
  const isGemm = context.node.opType === 'Gemm';
  if (!isGemm && context.constant(1) === undefined) {
    const inputs = [context.plain(0), context.plain(1)];
    context.write({ className: 'Matmul', module: 'keras.src.ops.numpy', inputs });
    return;
  }
  if (
    isGemm &&
    (context.integer('transA', 0) !== 0 || context.float('alpha', 1) !== 1 || context.float('beta', 1) !== 1)
  ) {
    throw context.refuse('a Gemm with other factors than 1');
  }
  const stored = context.weight(1);
  if (stored.shape.length !== 2) throw context.refuse('a product with weights of other than two axes');
  const kernel = context.integer('transB', 0) === 0 ? stored : permuteTensor(stored, [1, 0]);
  const units = kernel.shape[1]!;
  const given = isGemm && context.hasInput(2) ? context.weight(2) : undefined;
  const bias: Tensor<'float32'> | undefined = given && {
    dtype: 'float32',
    shape: [units],
    data: Float32Array.from({ length: units }, (_, i) => given.data[given.data.length === 1 ? 0 : i]!),
  };
  context.write({
    className: 'Dense',
    config: { units, activation: 'linear', use_bias: bias !== undefined },
    inputs: [context.plain()],
    weights: { '': bias === undefined ? [kernel] : [kernel, bias] },
  });
};

/** Conv: channels last, padded by a layer before it where Keras's own paddings are others. */
export const convolution: NodeWriter = (context) => {
  const rank = context.shape().length - 2;
  requireImages(context, rank);
  const kernel = context.weight(1);
  const size = kernel.shape.slice(2);
  const ones = size.map(() => 1);
  const [strides, dilations] = [context.integers('strides', ones), context.integers('dilations', ones)];
  const { input, padding } = padded(context, size, strides, dilations);
  context.write(
    {
      className: `Conv${rank}D`,
      config: {
        filters: kernel.shape[0],
        kernel_size: size,
        strides,
        padding,
        data_format: 'channels_last',
        dilation_rate: dilations,
        groups: context.integer('group', 1),
        activation: 'linear',
        use_bias: context.hasInput(2),
      },
      inputs: [input],
      weights: { '': [permuteTensor(kernel, [...inOrder(rank + 2).slice(2), 1, 0]), ...bias(context)] },
    },
    lastOrder(rank + 2),
  );
};

/** ConvTranspose without groups: `same` where Keras computes it so, else without padding and cropped. */
export const transposedConvolution: NodeWriter = (context) => {
  const rank = context.shape().length - 2;
  requireImages(context, rank);
  if (context.integer('group', 1) !== 1) throw context.refuse('a transposed convolution with groups');
  const kernel = context.weight(1);
  const size = kernel.shape.slice(2);
  const ones = size.map(() => 1);
  const [strides, dilations] = [context.integers('strides', ones), context.integers('dilations', ones)];
  const pads = context.integers('pads', new Array<number>(2 * rank).fill(0));
  const outputs = context.outputShape().slice(2).map(Number);
  const inputs = context.shape().slice(2).map(Number);
  const isSame =
    outputs.every((length, axis) => length === inputs[axis]! * strides[axis]!) &&
    String(pads) === String(convolutionPads('same', outputs, size, strides, dilations));
  const extra = context.integers(
    'output_padding',
    size.map(() => 0),
  );
  if (!isSame && extra.some((length) => length > 0)) throw context.refuse('this padding of a transposed convolution');
  const order = lastOrder(rank + 2);
  const description = {
    className: `Conv${rank}DTranspose`,
    config: {
      filters: kernel.shape[1],
      kernel_size: size,
      strides,
      padding: isSame ? 'same' : 'valid',
      data_format: 'channels_last',
      dilation_rate: dilations,
      activation: 'linear',
      use_bias: context.hasInput(2),
    },
    inputs: [context.channelsLast()],
    weights: { '': [permuteTensor(kernel, [...inOrder(rank + 2).slice(2), 1, 0]), ...bias(context)] },
  };
  if (isSame || pads.every((length) => length === 0)) {
    context.write(description, order);
    return;
  }
  const whole = outputs.map((length, axis) => length + pads[axis]! + pads[axis + rank]!);
  const filters = kernel.shape[1]!;
  const uncropped = context.add({ ...description, shape: [lengthOf(context.shape()[0]!), ...whole, filters] });
  const cropping = size.map((_, axis) => [pads[axis]!, pads[axis + rank]!]);
  context.write(
    { className: `Cropping${rank}D`, config: { cropping: rank === 1 ? cropping[0] : cropping }, inputs: [uncropped] },
    order,
  );
};

function bias(context: NodeExport): Tensor<'float32'>[] {
  return context.hasInput(2) ? [context.weight(2)] : [];
}

/** Keras's word for a window's padding, and the input, padded by a layer where there is no word. */
export function padded(
  context: NodeExport,
  size: readonly number[],
  strides: readonly number[],
  dilations: readonly number[],
): { input: KerasTensor; padding: 'same' | 'valid' } {
  const rank = size.length;
  const input = context.channelsLast();
  const pads = context.integers('pads', new Array<number>(2 * rank).fill(0));
  if (context.text('auto_pad', 'NOTSET') !== 'NOTSET') throw context.refuse('auto_pad');
  if (pads.every((length) => length === 0)) return { input, padding: 'valid' };
  const sizes = context.shape().slice(2).map(Number);
  const same = convolutionPads('same', sizes, size, strides, dilations);
  if (String(pads) === String(same)) return { input, padding: 'same' };
  return { input: zeroPadded(context, input, pads), padding: 'valid' };
}

/** The input, channels last, with zeros around it. */
export function zeroPadded(context: NodeExport, input: KerasTensor, pads: readonly number[]): KerasTensor {
  const rank = pads.length / 2;
  const padding = Array.from({ length: rank }, (_, axis) => [pads[axis]!, pads[axis + rank]!]);
  return context.add({
    className: `ZeroPadding${rank}D`,
    config: { padding: rank === 1 ? padding[0] : padding },
    inputs: [input],
    shape: input.shape.map((length, axis) => {
      const sides = padding[axis - 1];
      return axis === 0 || length === null || sides === undefined ? length : length + sides[0]! + sides[1]!;
    }),
  });
}

/** One to three spatial axes of known lengths. */
export function requireImages(context: NodeExport, rank: number): void {
  const isKnown = context
    .shape()
    .slice(1)
    .every((length) => typeof length === 'number');
  if (rank < 1 || rank > 3 || !isKnown) throw context.refuse('images of unknown size or more than three axes');
}
