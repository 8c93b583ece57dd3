import { formatShape, sameShape } from '../../core/index.ts';
import { netwrightDomain } from '../../graph/index.ts';
import { plainAttributes } from '../convolution.ts';
import { type Operator, random } from '../operator.ts';
import { forEachTap, poolingAttributes } from '../pooling.ts';
import { checkedWindows, maximumSamples } from './max-pool-gradient.ts';

/**
 * How Y = MaxPool(X) changes with X: by window, the mean of dX over the elements that tie for the maximum. It is the
 * transpose of MaxPoolGradient, and so what the gradient of that needs.
 */
export const maxPoolTangent: Operator = {
  opType: 'MaxPoolTangent',
  domain: netwrightDomain,
  inputs: ['X', 'Y', 'dX'],
  outputs: ['dY'],
  attributes: poolingAttributes,
  infer: (context) => {
    checkedWindows(context, [1]);
    if (!sameShape(context.shape(0), context.shape(2))) {
      throw context.error(
        `dX has shape ${formatShape(context.shape(2))}, expected that of X, ${formatShape(context.shape(0))}`,
      );
    }
    return [context.type(1)];
  },
  gradient: ({ builder, context, inputs, cotangents, needs }) => [
    undefined,
    undefined,
    needs(2)
      ? builder.op('MaxPoolGradient', [inputs[0], inputs[1], cotangents[0]], plainAttributes(context))
      : undefined,
  ],
  reference: (context, [x, y, dx]) => {
    const windows = checkedWindows(context, [1]);
    const dy = new Float64Array(y!.data.length);
    const ties = new Float64Array(y!.data.length);
    forEachTap(windows, x!.shape, (xi, yi) => {
      if (x!.data[xi] !== y!.data[yi]) return;
      ties[yi]!++;
      dy[yi]! += dx!.data[xi]!;
    });
    return [{ ...y!, data: dy.map((sum, window) => (sum === 0 ? 0 : sum / ties[window]!)) }];
  },
  samples: maximumSamples((x) => random(x)),
};
