import { axisResizes, resizesByRepeating } from '../../ops/index.ts';
import type { Lowering } from './lowering.ts';

/**
 * Nearest neighbours picked along each axis by positions worked out beforehand: ONNX Runtime works them out in float32,
 * and may fall on the other side of a boundary between two neighbours.
 */
export const resizeGather: Lowering = {
  name: 'resize-gather',
  opType: 'Resize',
  applies: (context) => context.string('mode') === 'nearest' && !resizesByRepeating(context),
  lower: (builder, [x], context) => [
    axisResizes(context).reduce(
      (value, { axis, taps }) => builder.op('Gather', [value, builder.ints(taps.map(([tap]) => tap![0]))], { axis }),
      x!,
    ),
  ],
};
