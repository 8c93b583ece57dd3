import { type ConcreteShape, type Dimension, elementCount, formatShape, type Shape } from '../core/index.ts';
import type { AttributeSchema, NodeContext, PlainAttributes } from '../graph/index.ts';
import { forEachIndex } from './reference-tensor.ts';

/** Where the windows of a convolution or a pooling lie along each spatial axis, every attribute resolved. */
export interface Windows {
  readonly kernel: readonly number[];
  readonly strides: readonly number[];
  readonly dilations: readonly number[];
  /** Padding before the first and after the last element of each axis. */
  readonly begins: readonly number[];
  readonly ends: readonly number[];
  /** How many windows fit along each axis. */
  readonly output: Shape;
}

/** The attributes that convolutions and poolings share. */
export const windowAttributes = {
  auto_pad: { type: 'string', default: 'NOTSET' },
  dilations: { type: 'ints' },
  kernel_shape: { type: 'ints' },
  pads: { type: 'ints' },
  strides: { type: 'ints' },
} as const satisfies Record<string, AttributeSchema>;

/** The attributes that say the same as `windows` with explicit padding, for the gradient of the node they come from. */
export function explicitAttributes({ kernel, strides, dilations, begins, ends }: Windows): PlainAttributes {
  return { kernel_shape: kernel, strides, dilations, pads: [...begins, ...ends] };
}

/** The attribute that a gradient needs to know the shape it goes back to: several lengths give the same output. */
export const spatialShape = { spatial_shape: { type: 'ints', required: true } } as const satisfies Record<
  string,
  AttributeSchema
>;

/**
 * Reads the window attributes of a node.
 *
 * @param spatial axis lengths of the input, without batch and channels
 * @param kernel axis lengths of the kernel
 * @throws GraphError where an attribute has the wrong number of elements or no window fits
 */
export function readWindows(context: NodeContext, spatial: Shape, kernel: readonly number[]): Windows {
  const rank = spatial.length;
  const ints = (name: string, count: number, absent: number): readonly number[] => {
    const given = context.ints(name) ?? new Array<number>(count).fill(absent);
    if (given.length !== count) {
      throw context.error(`attribute '${name}' has ${given.length} elements, expected ${count} for ${rank} axes`);
    }
    return given;
  };
  if (kernel.length !== rank) {
    throw context.error(
      `the kernel [${kernel.join(', ')}] has ${kernel.length} axes, the input has ${rank} spatial ones`,
    );
  }
  const strides = ints('strides', rank, 1);
  const dilations = ints('dilations', rank, 1);
  const pads = ints('pads', 2 * rank, 0);
  const automatic = context.schema.attributes.auto_pad === undefined ? 'NOTSET' : context.string('auto_pad');
  const ceil = context.schema.attributes.ceil_mode !== undefined && context.int('ceil_mode') === 1;
  const axes = spatial.map((length, axis) => {
    const extent = (kernel[axis]! - 1) * dilations[axis]! + 1;
    const stride = strides[axis]!;
    const [begin, end] = padding(automatic, length, extent, stride, pads[axis]!, pads[axis + rank]!);
    if (typeof length === 'string') return { begin, end, output: symbolicOutput(length, begin + end - extent, stride) };
    const room = length + begin + end - extent;
    let output = (ceil ? Math.ceil(room / stride) : Math.floor(room / stride)) + 1;
    // A window that would start in the padding at the end is left out.
    if (ceil && (output - 1) * stride >= length + begin) output--;
    if (output < 1) {
      throw context.error(
        `the kernel [${kernel.join(', ')}] spans ${extent} elements of axis ${axis + 2}, which has ${length + begin + end} with padding in an input of spatial shape ${formatShape(spatial)}`,
        'Use a smaller kernel, more padding or fewer poolings before it',
      );
    }
    return { begin, end, output };
  });
  return {
    kernel,
    strides,
    dilations,
    begins: axes.map(({ begin }) => begin),
    ends: axes.map(({ end }) => end),
    output: axes.map(({ output }) => output),
  };
}

function padding(
  automatic: string,
  length: Dimension,
  extent: number,
  stride: number,
  begin: number,
  end: number,
): [number, number] {
  if (automatic === 'NOTSET') return [begin, end];
  if (automatic === 'VALID') return [0, 0];
  const covered = typeof length === 'number' ? (Math.ceil(length / stride) - 1) * stride + extent - length : extent - 1;
  const total = Math.max(covered, 0);
  const half = Math.floor(total / 2);
  return automatic === 'SAME_LOWER' ? [total - half, half] : [half, total - half];
}

function symbolicOutput(length: string, room: number, stride: number): string {
  if (room === -1 && stride === 1) return length;
  return `floor((${length}${room < 0 ? '' : '+'}${room})/${stride})+1`;
}

/** What stands in {@link windowPositions} for an element of the padding. */
export const inPadding = -1;
/** What stands in {@link windowPositions} for an element beyond the padding, which a rounded-up output reaches. */
export const beyondPadding = -2;

/**
 * For each window (in C order of the output) and each tap of the kernel (in C order), the flat spatial position of the
 * input element that lies there, or {@link inPadding} or {@link beyondPadding}. All reference kernels of convolutions and
 * poolings, forward and backward, are loops over this table.
 */
export function windowPositions(windows: Windows, spatial: ConcreteShape): Int32Array {
  const { kernel, strides, dilations, begins, ends } = windows;
  const output = windows.output as ConcreteShape;
  const taps = elementCount(kernel);
  const positions = new Int32Array(elementCount(output) * taps);
  forEachIndex(output, (window, flatWindow) => {
    forEachIndex(kernel, (tap, flatTap) => {
      let position = 0;
      for (let axis = 0; axis < spatial.length; axis++) {
        const length = spatial[axis]!;
        const at = window[axis]! * strides[axis]! + tap[axis]! * dilations[axis]! - begins[axis]!;
        if (at >= length + ends[axis]!) position = beyondPadding;
        else if (at < 0 || at >= length) position = Math.min(position, inPadding);
        position = position < 0 ? position : position * length + at;
      }
      positions[flatWindow * taps + flatTap] = position;
    });
  });
  return positions;
}
