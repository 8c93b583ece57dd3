import { formatShape } from '../../core/index.ts';
import type { NodeContext } from '../../graph/index.ts';
import { arithmetic } from '../arithmetic.ts';
import { constantInts, type Operator, random, type SampleInput, values } from '../operator.ts';
import { broadcastReader, generate } from '../reference-tensor.ts';

/**
 * Enlarges spatial axes by whole factors, each element repeated: the nearest-neighbour up-sampling of decoders. Other
 * kinds of resizing are not known yet.
 */
export const resize: Operator = {
  opType: 'Resize',
  domain: '',
  inputs: ['X', 'roi?', 'scales?', 'sizes?'],
  outputs: ['Y'],
  attributes: {
    antialias: { type: 'int', default: 0 },
    axes: { type: 'ints' },
    coordinate_transformation_mode: { type: 'string', default: 'half_pixel' },
    cubic_coeff_a: { type: 'float', default: -0.75 },
    exclude_outside: { type: 'int', default: 0 },
    extrapolation_value: { type: 'float', default: 0 },
    keep_aspect_ratio_policy: { type: 'string', default: 'stretch' },
    mode: { type: 'string', default: 'nearest' },
    nearest_mode: { type: 'string', default: 'round_prefer_floor' },
  },
  infer: (context) => {
    const { dtype, shape } = context.type(0);
    const factors = wholeFactors(context);
    return [
      {
        dtype,
        shape: shape.map((length, axis) => {
          const factor = factors[axis]!;
          if (factor === 1) return length;
          return typeof length === 'number' ? length * factor : `${length}*${factor}`;
        }),
      },
    ];
  },
  gradient: ({ builder, context, cotangents }) => {
    const factors = wholeFactors(context).slice(2);
    const mean = builder.op('AveragePool', [cotangents[0]], { kernel_shape: factors, strides: factors });
    const { mul } = arithmetic(builder, mean.dtype);
    return [
      mul(
        mean,
        factors.reduce((product, factor) => product * factor, 1),
      ),
    ];
  },
  reference: (context, [x]) => {
    const factors = wholeFactors(context);
    const read = broadcastReader(x!);
    const shape = x!.shape.map((length, axis) => length * factors[axis]!);
    return [generate(x!.dtype, shape, (index) => read(index.map((at, axis) => Math.floor(at / factors[axis]!))))];
  },
  samples: [
    { inputs: [random([2, 2, 3, 2]), undefined, scales(1, 1, 2, 2)] },
    { name: 'unequal factors', inputs: [random([1, 2, 3, 2]), undefined, scales(1, 1, 3, 1)] },
    { name: 'sizes', inputs: [random([1, 2, 2, 3]), undefined, undefined, constantInts(1, 2, 4, 9)] },
    {
      name: '1-D, asymmetric',
      inputs: [random([2, 2, 3]), undefined, scales(1, 1, 2)],
      attributes: { coordinate_transformation_mode: 'asymmetric', nearest_mode: 'floor' },
    },
  ],
};

function scales(...factors: number[]): SampleInput {
  return { ...values([factors.length], factors), constant: true };
}

/** By axis, how often each element is repeated. Throws where the node asks for anything else. */
function wholeFactors(context: NodeContext): number[] {
  const shape = context.shape(0);
  const mode = context.string('mode');
  const coordinates = context.string('coordinate_transformation_mode');
  const rounding = context.string('nearest_mode');
  const repeats =
    (coordinates === 'asymmetric' && rounding === 'floor') ||
    (['half_pixel', 'half_pixel_symmetric'].includes(coordinates) && rounding.startsWith('round_prefer'));
  if (mode !== 'nearest' || !repeats || context.ints('axes') !== undefined) {
    throw context.error(
      `resizes with mode '${mode}', '${coordinates}', '${rounding}'${context.ints('axes') === undefined ? '' : ' and axes'}, expected nearest-neighbour up-sampling of all axes`,
      'Up-sample by repeating elements (mode nearest, half_pixel) or with a transposed convolution',
    );
  }
  const sizes = context.has(3) ? context.constantNumbers(3) : undefined;
  const factors = sizes?.map((size, axis) => size / (shape[axis] as number)) ?? context.constantNumbers(2);
  if (factors?.length !== shape.length) {
    throw context.error(`X has shape ${formatShape(shape)}, expected one scale or size for each axis`);
  }
  factors.forEach((factor, axis) => {
    if (!Number.isInteger(factor) || factor < 1 || (axis < 2 && factor !== 1)) {
      throw context.error(
        `axis ${axis} of ${formatShape(shape)} is resized by ${factor}, expected a whole factor of spatial axes`,
      );
    }
  });
  return factors;
}
