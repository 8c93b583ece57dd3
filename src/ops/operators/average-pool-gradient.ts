import { elementCount, formatShape } from '../../core/index.ts';
import { type NodeContext, netwrightDomain } from '../../graph/index.ts';
import { plainAttributes } from '../convolution.ts';
import { type Operator, random } from '../operator.ts';
import { averageWeights, forEachTap, poolingSamples, poolingWindows } from '../pooling.ts';
import { spatialShape, type Windows } from '../windows.ts';
import { averagePoolAttributes } from './average-pool.ts';

/**
 * The gradient of an average pooling: dX [batch, channels, ...spatial_shape] from dY. Attributes are those of the
 * pooling, with explicit padding, and the input's spatial shape.
 */
export const averagePoolGradient: Operator = {
  opType: 'AveragePoolGradient',
  domain: netwrightDomain,
  inputs: ['dY'],
  outputs: ['dX'],
  attributes: { ...averagePoolAttributes, ...spatialShape },
  infer: (context) => {
    checkedWindows(context);
    const { dtype, shape } = context.type(0);
    return [{ dtype, shape: [...shape.slice(0, 2), ...context.ints('spatial_shape')!] }];
  },
  gradient: ({ builder, context, cotangents }) => [
    builder.op('AveragePool', [cotangents[0]], { ...plainAttributes(context), spatial_shape: undefined }),
  ],
  reference: (context, [dy]) => {
    const windows = checkedWindows(context);
    const spatial = context.ints('spatial_shape')!;
    const shape = [...dy!.shape.slice(0, 2), ...spatial];
    const weights = averageWeights(windows, spatial, context.int('count_include_pad') === 1);
    const dx = new Float64Array(elementCount(shape));
    forEachTap(windows, shape, (xi, yi) => {
      dx[xi]! += dy!.data[yi]! * weights[yi % weights.length]!;
    });
    return [{ dtype: dy!.dtype, shape, data: dx }];
  },
  samples: [0, 1].flatMap((counted) =>
    poolingSamples(
      (_x, y) => [random(y)],
      (x) => ({ spatial_shape: x.slice(2), count_include_pad: counted }),
    ).map((sample) => (counted ? { ...sample, name: `${sample.name}, counting the padding` } : sample)),
  ),
};

function checkedWindows(context: NodeContext): Windows {
  const windows = poolingWindows(context, context.ints('spatial_shape')!);
  const shape = context.shape(0);
  if (shape.slice(2).join() !== windows.output.join()) {
    throw context.error(`dY has shape ${formatShape(shape)}, expected [batch, channels, ${windows.output.join(', ')}]`);
  }
  return windows;
}
