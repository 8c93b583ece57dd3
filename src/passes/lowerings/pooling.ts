import { elementCount, fromNumbers, tensor } from '../../core/index.ts';
import type { GraphBuilder, NodeContext, Value } from '../../graph/index.ts';
import { readWindows, type Windows } from '../../ops/index.ts';
import { pad, reshape } from './writing.ts';

/** Where the windows of the pooling that a node differentiates lie. */
export function pooledWindows(context: NodeContext, spatial: readonly number[]): Windows {
  return readWindows(context, spatial, context.ints('kernel_shape')!);
}

/** Whether each window begins where the one before it ends, so that windows tile the image. */
export function areTiles({ kernel, strides, dilations }: Windows): boolean {
  return kernel.every((length, axis) => length === strides[axis] && (dilations[axis] === 1 || length === 1));
}

/** Positions to add after each axis so that it ends with the last tile; negative where no tile covers the rest. */
export function tileEnds({ kernel, begins, output }: Windows, spatial: readonly number[]): number[] {
  return spatial.map((length, axis) => (output[axis] as number) * kernel[axis]! - length - begins[axis]!);
}

/** Repeats each element of [batch, channels, ...windows] over its tile. */
export function repeatOverTiles(builder: GraphBuilder, value: Value, kernel: readonly number[]): Value {
  const scales = builder.constant(fromNumbers('float32', [kernel.length + 2], [1, 1, ...kernel]));
  return builder.op('Resize', [value, undefined, scales], {
    coordinate_transformation_mode: 'asymmetric',
    nearest_mode: 'floor',
  });
}

/** Largest matrix, in elements, that stands for summing a band of tiles. */
const largestMatrix = 2 ** 18;

/**
 * Sums each tile of [batch, channels, ...spatial]. In two dimensions by a product with a matrix of zeros and ones: for
 * images of a usual size ONNX Runtime's reductions and average poolings take 2 to 7 times as long.
 */
export function sumTiles(builder: GraphBuilder, value: Value, kernel: readonly number[]): Value {
  const shape = value.shape as number[];
  const output = [...shape.slice(0, 2), ...kernel.map((length, axis) => shape[axis + 2]! / length)];
  const [height, width] = kernel as [number, number];
  const columns = output.at(-1)!;
  const band = height * width * columns;
  if (kernel.length === 2 && band * columns <= largestMatrix) {
    const ones = new Float32Array(band * columns);
    for (let i = 0; i < band; i++) ones[i * columns + Math.floor((i % (width * columns)) / width)] = 1;
    const matrix = builder.constant(tensor('float32', [band, columns], ones), 'tiles');
    const bands = reshape(builder, value, [elementCount(shape) / band, band]);
    return reshape(builder, builder.op('MatMul', [bands, matrix]), output);
  }
  const ones = new Float32Array(elementCount(kernel)).fill(1);
  const images = reshape(builder, value, [shape[0]! * shape[1]!, 1, ...shape.slice(2)]);
  const sums = builder.op('Conv', [images, builder.constant(tensor('float32', [1, 1, ...kernel], ones))], {
    strides: kernel,
  });
  return reshape(builder, sums, output);
}

/** Undoes a padding. */
export function unpad(builder: GraphBuilder, value: Value, begins: readonly number[], ends: readonly number[]): Value {
  const negative = (amounts: readonly number[]) => amounts.map((amount) => -amount);
  return pad(builder, value, negative(begins), negative(ends));
}

/**
 * Adds windows up where they overlap: from [images, taps, ...windows] to [images, 1, ...spatial], by a transposed
 * convolution with `kernel` [taps, 1, ...kernel].
 */
export function overlayWindows(
  builder: GraphBuilder,
  value: Value,
  kernel: Value,
  windows: Windows,
  spatial: readonly number[],
): Value {
  const { strides, dilations, begins, output } = windows;
  const uncovered = spatial.map((length, axis) => {
    const extent = (windows.kernel[axis]! - 1) * dilations[axis]! + 1;
    return length + begins[axis]! - extent - ((output[axis] as number) - 1) * strides[axis]!;
  });
  const whole = builder.op('ConvTranspose', [value, kernel], {
    kernel_shape: windows.kernel,
    strides,
    dilations,
    pads: [...begins, ...uncovered.map((amount) => Math.max(-amount, 0))],
  });
  return pad(
    builder,
    whole,
    spatial.map(() => 0),
    uncovered.map((amount) => Math.max(amount, 0)),
  );
}
