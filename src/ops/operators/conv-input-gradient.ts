import { elementCount } from '../../core/index.ts';
import { type NodeContext, netwrightDomain } from '../../graph/index.ts';
import {
  convolutionAttributes,
  convolutionSamples,
  differentiatedWindows,
  forEachTerm,
  plainAttributes,
} from '../convolution.ts';
import { type Operator, random } from '../operator.ts';
import { spatialShape } from '../windows.ts';

/**
 * The gradient of a convolution with respect to its input: dX [batch, channels, ...spatial_shape] from
 * dY [batch, filters, ...output] and W [filters, channels/group, ...kernel]. Attributes are those of the convolution,
 * with explicit padding, and the input's spatial shape.
 */
export const convInputGradient: Operator = {
  opType: 'ConvInputGradient',
  domain: netwrightDomain,
  inputs: ['dY', 'W'],
  outputs: ['dX'],
  attributes: { ...convolutionAttributes, ...spatialShape },
  infer: (context) => {
    windowsOf(context);
    const channels = context.concreteShape(1)[1]! * context.int('group');
    const { dtype, shape } = context.type(0);
    return [{ dtype, shape: [shape[0]!, channels, ...context.ints('spatial_shape')!] }];
  },
  gradient: ({ builder, context, inputs, cotangents, needs }) => {
    const [dy, w] = inputs;
    const attributes = { ...plainAttributes(context), spatial_shape: undefined };
    const kernel = context.concreteShape(1).slice(2);
    return [
      needs(0) ? builder.op('Conv', [cotangents[0], w], attributes) : undefined,
      needs(1)
        ? builder.op('ConvWeightGradient', [cotangents[0], dy], { ...attributes, kernel_shape: kernel })
        : undefined,
    ];
  },
  reference: (context, [dy, w]) => {
    const windows = windowsOf(context);
    const spatial = context.ints('spatial_shape')!;
    const group = context.int('group');
    const [batch, filters] = dy!.shape as [number, number];
    const channels = w!.shape[1]! * group;
    const shape = [batch, channels, ...spatial];
    const dx = new Float64Array(elementCount(shape));
    forEachTerm({ windows, spatial, batch, channels, filters, group }, (xi, wi, yi) => {
      dx[xi]! += dy!.data[yi]! * w!.data[wi]!;
    });
    return [{ dtype: dy!.dtype, shape, data: dx }];
  },
  samples: convolutionSamples(
    (_x, w, y) => [random(y), random(w)],
    (x) => ({ spatial_shape: x.slice(2) }),
  ),
};

function windowsOf(context: NodeContext) {
  return differentiatedWindows(context, context.ints('spatial_shape')!, context.concreteShape(1).slice(2), 0);
}
