import type { NodeContext } from '../../graph/index.ts';
import { arithmetic } from '../arithmetic.ts';
import { requireKind } from '../elementwise.ts';
import { axisResizes, productAlongAxis, requireKnownResize, resizedLengths } from '../interpolation.ts';
import type { ReferenceTensor } from '../operator.ts';
import { constantInts, type Operator, random, type Sample, type SampleInput, values } from '../operator.ts';
import { broadcastReader, generate } from '../reference-tensor.ts';

/**
 * Resizes any axes to given lengths or by given factors, each axis by itself: nearest neighbour, linear or cubic. Its
 * coordinates are those of ONNX but for `tf_crop_and_resize`; `antialias` is refused.
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
    requireKind(context, 0, 'float');
    requireKnownResize(context);
    return [{ dtype: context.type(0).dtype, shape: resizedLengths(context).map(({ length }) => length) }];
  },
  gradient: ({ builder, context, cotangents }) => {
    const dy = cotangents[0]!;
    const factors = wholeFactors(context)?.slice(2);
    if (factors === undefined) {
      return [axisResizes(context).reduceRight((value, axis) => productAlongAxis(builder, value, axis, true), dy)];
    }
    const mean = builder.op('AveragePool', [dy], { kernel_shape: factors, strides: factors });
    const { mul } = arithmetic(builder, mean.dtype);
    return [
      mul(
        mean,
        factors.reduce((product, factor) => product * factor, 1),
      ),
    ];
  },
  reference: (context, [x]) => [
    axisResizes(context).reduce((value: ReferenceTensor, { axis, to, taps }) => {
      const read = broadcastReader(value);
      const shape = value.shape.map((length, i) => (i === axis ? to : length));
      return generate(value.dtype, shape, (index) =>
        taps[index[axis]!]!.reduce((sum, [position, share]) => {
          // What has no share stays out, even if it is a NaN.
          return share === 0 ? sum : sum + share * read(index.map((at, i) => (i === axis ? position : at)));
        }, 0),
      );
    }, x!),
  ],
  samples: [
    { inputs: [random([2, 2, 3, 2]), undefined, scales(1, 1, 2, 2)] },
    { name: 'unequal factors', inputs: [random([1, 2, 3, 2]), undefined, scales(1, 1, 3, 1)] },
    { name: 'sizes', inputs: [random([1, 2, 2, 3]), undefined, undefined, constantInts(1, 2, 4, 9)] },
    {
      name: '1-D, asymmetric',
      inputs: [random([2, 2, 3]), undefined, scales(1, 1, 2)],
      attributes: { coordinate_transformation_mode: 'asymmetric', nearest_mode: 'floor' },
    },
    ...['round_prefer_floor', 'round_prefer_ceil', 'floor', 'ceil'].flatMap((nearest_mode) => [
      sample(`nearest, ${nearest_mode}, larger`, [5, 7], { nearest_mode }),
      sample(`nearest, ${nearest_mode}, smaller`, [2, 3], { nearest_mode }),
    ]),
    ...['linear', 'cubic'].flatMap((mode) => [
      ...Object.entries({ larger: [5, 8], smaller: [2, 3], 'one element': [1, 1] }).flatMap(([name, size]) =>
        ['half_pixel', 'pytorch_half_pixel', 'align_corners', 'asymmetric'].map((kind) =>
          sample(`${mode}, ${kind}, ${name}`, size, { mode, coordinate_transformation_mode: kind }),
        ),
      ),
      {
        name: `${mode}, scales that leave a rest`,
        inputs: [random([1, 2, 3, 4]), undefined, scales(1, 1, 1.75, 0.6)],
        attributes: { mode, coordinate_transformation_mode: 'half_pixel_symmetric' },
      },
    ]),
    sample('cubic, own coefficient, without what lies outside', [5, 7], {
      mode: 'cubic',
      cubic_coeff_a: -0.5,
      exclude_outside: 1,
    }),
    {
      name: 'linear, 1-D',
      inputs: [random([2, 2, 3]), undefined, scales(1, 1, 2.5)],
      attributes: { mode: 'linear' },
    },
    {
      name: 'cubic, two of four axes',
      inputs: [random([1, 2, 3, 4]), undefined, undefined, constantInts(3, 5)],
      attributes: { mode: 'cubic', axes: [1, -1] },
    },
    {
      name: 'linear, 3-D',
      inputs: [random([1, 2, 2, 3, 2]), undefined, scales(1, 1, 2, 1.5, 2)],
      attributes: { mode: 'linear' },
    },
  ],
};

function scales(...factors: number[]): SampleInput {
  return { ...values([factors.length], factors), constant: true };
}

function sample(name: string, size: readonly number[], attributes: Sample['attributes']): Sample {
  const inputs = [random([1, 2, 3, 4]), undefined, undefined, constantInts(1, 2, ...size)];
  return { name, inputs, ...(attributes === undefined ? {} : { attributes }) };
}

/** By axis, how often each element of an image is repeated, where that is all that the node does. */
export function wholeFactors(context: NodeContext): number[] | undefined {
  const coordinates = context.string('coordinate_transformation_mode');
  const rounding = context.string('nearest_mode');
  const repeats =
    (coordinates === 'asymmetric' && rounding === 'floor') ||
    (['half_pixel', 'half_pixel_symmetric', 'pytorch_half_pixel'].includes(coordinates) &&
      rounding.startsWith('round_prefer'));
  if (context.string('mode') !== 'nearest' || !repeats || context.rank(0) < 3) return undefined;
  const factors = resizedLengths(context).map(({ scale }) => scale);
  const whole = factors.every(
    (factor, axis) => factor !== undefined && Number.isInteger(factor) && (axis >= 2 || factor === 1),
  );
  return whole ? (factors as number[]) : undefined;
}
