import type { KerasLayer } from '../layer.ts';
import { sampleShape } from '../layer-context.ts';
import { isObject } from '../options.ts';

/** Classes that give the same for every step as for all of them at once. */
const pointwise: readonly string[] = [
  'Dense',
  'Activation',
  'Dropout',
  'LeakyReLU',
  'ReLU',
  'ELU',
  'LayerNormalization',
];

/** A layer applied to each step: steps and batch become one axis for it. */
export const timeDistributed: KerasLayer = {
  write(context) {
    const { builder, input, options } = context;
    const inner = options.object('layer');
    if (typeof inner.class_name !== 'string' || !isObject(inner.config)) throw context.error('wraps nothing');
    const layer = {
      name: typeof inner.config.name === 'string' ? inner.config.name : 'layer',
      className: inner.class_name,
      module: typeof inner.module === 'string' ? inner.module : '',
      config: inner.config,
      calls: [],
    };
    if (input.shape.length < 3) throw context.error('the input has no axis of time');
    if (pointwise.includes(layer.className)) return context.applyInner(layer, 'layer', [input]);
    const [steps, ...rest] = sampleShape(context, input);
    const apart = builder.op('Reshape', [input, builder.ints([-1, ...rest])]);
    return context.applyInner(layer, 'layer', [apart]).map((output) => {
      const lengths = sampleShape(context, output);
      return builder.op('Reshape', [output, builder.ints([-1, steps!, ...lengths])]);
    });
  },
};
