import { type DataType, elementCount, formatShape, fromNumbers } from '../core/index.ts';
import type { GraphBuilder, NodeContext, Value } from '../graph/index.ts';

/** How one axis of a tensor is resized: for each element of the output, what it takes of which input elements. */
export interface AxisResize {
  readonly axis: number;
  /** Length before and after. */
  readonly from: number;
  readonly to: number;
  /** By output element, pairs of an input position and its share; the shares sum to 1. */
  readonly taps: readonly (readonly (readonly [position: number, share: number])[])[];
}

/** Position in the input's coordinates of output element `x`: ONNX Resize's `coordinate_transformation_mode`. */
const coordinates: Readonly<Record<string, (x: number, scale: number, from: number, to: number) => number>> = {
  half_pixel: (x, scale) => (x + 0.5) / scale - 0.5,
  half_pixel_symmetric: (x, scale, from, to) => (from / 2) * (1 - to / (scale * from)) + (x + 0.5) / scale - 0.5,
  pytorch_half_pixel: (x, scale, _from, to) => (to > 1 ? (x + 0.5) / scale - 0.5 : 0),
  align_corners: (x, _scale, from, to) => (to > 1 ? (x * (from - 1)) / (to - 1) : 0),
  asymmetric: (x, scale) => x / scale,
};

const roundings: Readonly<Record<string, (x: number) => number>> = {
  round_prefer_floor: (x) => Math.ceil(x - 0.5),
  round_prefer_ceil: (x) => Math.floor(x + 0.5),
  floor: Math.floor,
  ceil: Math.ceil,
};

/** Shares of the neighbours from `first` on, of a point that lies `ratio` behind the last element before it. */
type Kernel = (ratio: number) => { first: number; shares: readonly number[] };

const linear: Kernel = (ratio) => ({ first: 0, shares: [1 - ratio, ratio] });

/** Keys, "Cubic convolution interpolation for digital image processing" (1981), eq. 4, with `a` free. */
function cubic(a: number): Kernel {
  const near = (t: number) => ((a + 2) * t - (a + 3)) * t * t + 1;
  const far = (t: number) => ((a * t - 5 * a) * t + 8 * a) * t - 4 * a;
  return (ratio) => ({ first: -1, shares: [far(1 + ratio), near(ratio), near(1 - ratio), far(2 - ratio)] });
}

/** The lengths that a Resize node asks for: by axis, its scale and the new length. */
export function resizedLengths(context: NodeContext): { scale: number | undefined; length: number | string }[] {
  const shape = context.shape(0);
  const axes = context.ints('axes')?.map((axis) => (axis < 0 ? axis + shape.length : axis)) ?? shape.map((_, i) => i);
  const sizes = context.constantNumbers(3);
  const given = sizes !== undefined && sizes.length > 0 ? sizes : context.constantNumbers(2);
  if (given?.length !== axes.length || axes.some((axis) => axis < 0 || axis >= shape.length)) {
    throw context.error(
      `X has shape ${formatShape(shape)}, expected one scale or size for each ${context.ints('axes') === undefined ? 'axis' : "of its axes in 'axes'"}`,
    );
  }
  return shape.map((length, axis) => {
    const at = axes.indexOf(axis);
    if (at === -1) return { scale: 1, length };
    const wanted = given[at]!;
    if (given !== sizes && !(wanted > 0))
      throw context.error(`axis ${axis} has the scale ${wanted}, expected more than 0`);
    if (given === sizes) {
      return { scale: typeof length === 'number' ? wanted / length : undefined, length: wanted };
    }
    if (wanted === 1) return { scale: 1, length };
    if (typeof length === 'number') return { scale: wanted, length: Math.floor(length * wanted) };
    return { scale: wanted, length: Number.isInteger(wanted) ? `${length}*${wanted}` : `floor(${length}*${wanted})` };
  });
}

/** Throws where the node asks for a kind of resizing that is not known. */
export function requireKnownResize(context: NodeContext): void {
  const mode = context.string('mode');
  const kind = context.string('coordinate_transformation_mode');
  const rounding = context.string('nearest_mode');
  const policy = context.string('keep_aspect_ratio_policy');
  const refuse = (found: string, expected: string, advice?: string): never => {
    throw context.error(`resizes with ${found}, expected ${expected}`, advice);
  };
  if (!['nearest', 'linear', 'cubic'].includes(mode)) refuse(`mode '${mode}'`, "'nearest', 'linear' or 'cubic'");
  if (!(kind in coordinates)) {
    refuse(`coordinate_transformation_mode '${kind}'`, Object.keys(coordinates).join(', '), 'Crop with Slice first');
  }
  if (!(rounding in roundings)) refuse(`nearest_mode '${rounding}'`, Object.keys(roundings).join(', '));
  if (context.int('antialias') !== 0) {
    refuse('antialias', 'none', 'Shrink with AveragePool, or export the network with antialias off');
  }
  if (policy !== 'stretch') refuse(`keep_aspect_ratio_policy '${policy}'`, "'stretch'", "Give the final 'sizes'");
}

/**
 * The axes whose elements a Resize node moves or mixes, every length known.
 * Source: ONNX Resize-19, https://onnx.ai/onnx/operators/onnx__Resize.html
 */
export function axisResizes(context: NodeContext): AxisResize[] {
  const shape = context.concreteShape(0);
  const mode = context.string('mode');
  const locate = coordinates[context.string('coordinate_transformation_mode')]!;
  const round = roundings[context.string('nearest_mode')]!;
  const kernel = mode === 'cubic' ? cubic(context.float('cubic_coeff_a')) : linear;
  const exclude = context.int('exclude_outside') === 1;
  return resizedLengths(context).flatMap(({ scale, length }, axis) => {
    const from = shape[axis]!;
    const to = length as number;
    if (scale === 1 && to === from) return [];
    const taps = Array.from({ length: to }, (_, x): [number, number][] => {
      const at = locate(x, scale!, from, to);
      if (mode === 'nearest') return [[Math.min(Math.max(round(at), 0), from - 1), 1]];
      const whole = Math.floor(at);
      const { first, shares } = kernel(at - whole);
      const inside = shares.map((share, i) => {
        const position = whole + first + i;
        return exclude && (position < 0 || position >= from) ? 0 : share;
      });
      const total = inside.reduce((sum, share) => sum + share, 0);
      return inside.map((share, i) => [Math.min(Math.max(whole + first + i, 0), from - 1), share / total]);
    });
    return [{ axis, from, to, taps }];
  });
}

/**
 * Writes the product of a value and the matrix [to, from] of the taps along their axis; transposed, the way back that
 * a gradient goes.
 */
export function productAlongAxis(builder: GraphBuilder, value: Value, resize: AxisResize, transposed: boolean): Value {
  const { axis, from, to, taps } = resize;
  const shape = value.shape as readonly number[];
  const suffix = elementCount(shape.slice(axis + 1));
  const prefix = elementCount(shape.slice(0, axis));
  const [rows, columns] = transposed ? [from, to] : [to, from];
  const result = [...shape.slice(0, axis), rows, ...shape.slice(axis + 1)];
  const last = suffix === 1;
  const flat = builder.op('Reshape', [value, builder.ints(last ? [prefix, columns] : [prefix, columns, suffix])]);
  const elements = new Float64Array(from * to);
  taps.forEach((pairs, x) => {
    for (const [position, share] of pairs) {
      // [rows, columns] stands on the left, [columns, rows] on the right.
      elements[transposed === last ? x * from + position : position * to + x]! += share;
    }
  });
  const matrix = constantMatrix(builder, value.dtype, last ? [columns, rows] : [rows, columns], elements);
  const product = builder.op('MatMul', last ? [flat, matrix] : [matrix, flat]);
  return builder.op('Reshape', [product, builder.ints(result)]);
}

function constantMatrix(
  builder: GraphBuilder,
  dtype: DataType,
  shape: readonly number[],
  elements: Float64Array,
): Value {
  return builder.constant(fromNumbers(dtype, shape, elements));
}
