import type { Value } from '../../graph/index.ts';
import { nameAndConfig } from './initializers.ts';
import type { LayerContext } from './layer-context.ts';
import { isObject, Options } from './options.ts';

type Writer = (context: LayerContext, x: Value, options: Options) => Value;

const node =
  (opType: string, attributes: Readonly<Record<string, number>> = {}): Writer =>
  ({ builder }, x) =>
    builder.op(opType, [x], attributes);

/** x where it lies between the bounds, else the nearer one. */
export function clip({ builder }: LayerContext, x: Value, low: number, high: number): Value {
  return builder.op('Clip', [x, builder.scalar(low), builder.scalar(high)]);
}

/** Keras 3 has relu6(x + 3) / 6, Keras 2 and tfjs 0.2 x + 0.5 between 0 and 1. */
const hardSigmoid: Writer = ({ builder, state }, x) =>
  builder.op('HardSigmoid', [x], { alpha: state.kerasMajor >= 3 ? 1 / 6 : 0.2, beta: 0.5 });

const softplus = node('Softplus');

/** By Keras's name. */
const activations: Readonly<Record<string, Writer>> = {
  linear: (_context, x) => x,
  relu: node('Relu'),
  relu6: (context, x) => clip(context, x, 0, 6),
  leaky_relu: (context, x, options) =>
    context.builder.op('LeakyRelu', [x], { alpha: options.number('negative_slope', 0.2) }),
  elu: (context, x, options) => context.builder.op('Elu', [x], { alpha: options.number('alpha', 1) }),
  celu: (context, x, options) => {
    const alpha = options.number('alpha', 1);
    return context.binary('Mul', context.builder.op('Elu', [context.binary('Div', x, alpha)]), alpha);
  },
  selu: node('Selu'),
  gelu: (context, x, options) =>
    context.builder.op('Gelu', [x], options.boolean('approximate', false) ? { approximate: 'tanh' } : {}),
  sigmoid: node('Sigmoid'),
  tanh: node('Tanh'),
  softplus,
  softsign: node('Softsign'),
  exponential: node('Exp'),
  silu: (context, x) => context.binary('Mul', x, context.builder.op('Sigmoid', [x])),
  hard_sigmoid: hardSigmoid,
  hard_silu: (context, x) => context.binary('Mul', x, hardSigmoid(context, x, context.options)),
  hard_tanh: (context, x) => clip(context, x, -1, 1),
  hard_shrink: (context, x, options) => {
    const bound = context.builder.scalar(options.number('threshold', 0.5));
    const small = context.builder.op('LessOrEqual', [context.builder.op('Abs', [x]), bound]);
    return context.builder.op('Where', [small, context.builder.scalar(0), x]);
  },
  soft_shrink: (context, x, options) => {
    const threshold = options.number('threshold', 0.5);
    return context.binary('Sub', x, clip(context, x, -threshold, threshold));
  },
  tanh_shrink: (context, x) => context.binary('Sub', x, context.builder.op('Tanh', [x])),
  mish: node('Mish'),
  log_sigmoid: (context, x, options) => {
    const { builder } = context;
    return builder.op('Neg', [softplus(context, builder.op('Neg', [x]), options)]);
  },
  squareplus: (context, x, options) => {
    const b = options.number('b', 4);
    const root = context.builder.op('Sqrt', [context.binary('Add', context.binary('Mul', x, x), b)]);
    return context.binary('Mul', context.binary('Add', x, root), 0.5);
  },
  sparse_sigmoid: (context, x) => clip(context, context.binary('Add', context.binary('Mul', x, 0.5), 0.5), 0, 1),
};

const synonyms: Readonly<Record<string, string>> = {
  swish: 'silu',
  hard_swish: 'hard_silu',
  leakyrelu: 'leaky_relu',
  hard_silu: 'hard_silu',
};

/** Activations that look at all elements along the last axis. */
const alongLastAxis: Readonly<Record<string, string>> = { softmax: 'Softmax', log_softmax: 'LogSoftmax' };

/** Classes of layers that Keras accepts as an activation, by the function that they are. */
const layerClasses: Readonly<Record<string, string>> = {
  ReLU: 'relu',
  LeakyReLU: 'leaky_relu',
  ELU: 'elu',
  Softmax: 'softmax',
};

/** Names of all activations, for the docs. */
export const activationNames: readonly string[] = [
  ...Object.keys(activations),
  ...Object.keys(alongLastAxis),
  'swish',
  'hard_swish',
].sort();

/** The plain name of what Keras writes as a name, a function or a layer; null is linear. */
export function activationName(given: unknown): { name: string; config: Readonly<Record<string, unknown>> } {
  if (given === undefined || given === null) return { name: 'linear', config: {} };
  const { name, config } = nameAndConfig(given);
  const isLayer = isObject(given) && layerClasses[name] !== undefined;
  const plain = isLayer ? layerClasses[name]! : name;
  return { name: synonyms[plain] ?? plain, config };
}

/** Writes the activation that an option such as `activation` names. */
export function writeActivation(context: LayerContext, given: unknown, x: Value): Value {
  const { name, config } = activationName(given);
  const options = new Options(`${context.options.place}, activation '${name}'`, config);
  const opType = alongLastAxis[name];
  if (opType !== undefined) {
    if (x.shape.length < 2) throw options.error('needs an axis beside the batch');
    return context.builder.op(opType, [x], { axis: -1 });
  }
  const writer = activations[name];
  if (writer === undefined) {
    throw options.error(`is not known; known are ${activationNames.join(', ')}`, 'Use one of them, or export to ONNX');
  }
  return context.elementwise(x, (value) => writer(context, value, options));
}
