import { explicitAttributes } from '../../ops/index.ts';
import { inputGradientSizes } from './conv-input-gradient.ts';
import type { Lowering } from './lowering.ts';

/** ConvTranspose: right for every stride, dilation and group. */
export const convInputGradientTransposed: Lowering = {
  name: 'conv-input-gradient-transposed',
  opType: 'ConvInputGradient',
  applies: () => true,
  lower: (builder, [dy, w], context) => {
    const { windows, spatial, group } = inputGradientSizes(context);
    const { kernel, strides, dilations, begins, ends } = windows;
    const left = spatial.map(
      (length, axis) =>
        (length + begins[axis]! + ends[axis]! - dilations[axis]! * (kernel[axis]! - 1) - 1) % strides[axis]!,
    );
    const attributes = { ...explicitAttributes(windows), group, output_padding: left };
    return [builder.op('ConvTranspose', [dy, w], attributes)];
  },
};
