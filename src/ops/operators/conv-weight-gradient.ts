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

/**
 * The gradient of a convolution with respect to its weights: dW [filters, channels/group, ...kernel_shape] from
 * X [batch, channels, ...spatial] and dY [batch, filters, ...output]. Attributes are those of the convolution, with
 * explicit padding.
 */
export const convWeightGradient: Operator = {
  opType: 'ConvWeightGradient',
  domain: netwrightDomain,
  inputs: ['X', 'dY'],
  outputs: ['dW'],
  attributes: { ...convolutionAttributes, kernel_shape: { type: 'ints', required: true } },
  infer: (context) => {
    const { kernel } = windowsOf(context);
    const channels = context.concreteShape(0)[1]! / context.int('group');
    return [{ dtype: context.type(0).dtype, shape: [context.concreteShape(1)[1]!, channels, ...kernel] }];
  },
  gradient: ({ builder, context, inputs, cotangents, needs }) => {
    const [x, dy] = inputs;
    const attributes = plainAttributes(context);
    const spatial = context.concreteShape(0).slice(2);
    return [
      needs(0)
        ? builder.op('ConvInputGradient', [dy, cotangents[0]], { ...attributes, spatial_shape: spatial })
        : undefined,
      needs(1) ? builder.op('Conv', [x, cotangents[0]], attributes) : undefined,
    ];
  },
  reference: (context, [x, dy]) => {
    const windows = windowsOf(context);
    const group = context.int('group');
    const [batch, channels, ...spatial] = x!.shape as [number, number, ...number[]];
    const filters = dy!.shape[1]!;
    const shape = [filters, channels / group, ...windows.kernel];
    const dw = new Float64Array(elementCount(shape));
    forEachTerm({ windows, spatial, batch, channels, filters, group }, (xi, wi, yi) => {
      dw[wi]! += dy!.data[yi]! * x!.data[xi]!;
    });
    return [{ dtype: x!.dtype, shape, data: dw }];
  },
  samples: convolutionSamples((x, _w, y) => [random(x), random(y)]),
};

function windowsOf(context: NodeContext) {
  return differentiatedWindows(context, context.concreteShape(0).slice(2), context.ints('kernel_shape')!, 1);
}
