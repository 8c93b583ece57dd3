import { z } from 'zod';
import type { GraphBuilder, Value } from '../../graph/index.ts';

/** Activation functions by the names that Keras and PyTorch users know. */
export const activationSchema = z.enum([
  'linear',
  'relu',
  'leakyRelu',
  'elu',
  'selu',
  'gelu',
  'sigmoid',
  'tanh',
  'softplus',
  'softsign',
  'swish',
  'mish',
  'hardSwish',
  'softmax',
  'logSoftmax',
]);

export type ActivationName = z.output<typeof activationSchema>;

const writers: Readonly<Record<ActivationName, (builder: GraphBuilder, x: Value) => Value>> = {
  linear: (_builder, x) => x,
  relu: (builder, x) => builder.op('Relu', [x]),
  leakyRelu: (builder, x) => builder.op('LeakyRelu', [x]),
  elu: (builder, x) => builder.op('Elu', [x]),
  selu: (builder, x) => builder.op('Selu', [x]),
  gelu: (builder, x) => builder.op('Gelu', [x]),
  sigmoid: (builder, x) => builder.op('Sigmoid', [x]),
  tanh: (builder, x) => builder.op('Tanh', [x]),
  softplus: (builder, x) => builder.op('Softplus', [x]),
  softsign: (builder, x) => builder.op('Softsign', [x]),
  swish: (builder, x) => builder.op('Mul', [x, builder.op('Sigmoid', [x])]),
  mish: (builder, x) => builder.op('Mish', [x]),
  hardSwish: (builder, x) => builder.op('HardSwish', [x]),
  softmax: (builder, x) => builder.op('Softmax', [x], { axis: x.shape.length === 2 ? -1 : 1 }),
  logSoftmax: (builder, x) => builder.op('LogSoftmax', [x], { axis: x.shape.length === 2 ? -1 : 1 }),
};

/** Writes the nodes of an activation. Softmax runs over the classes: the last axis of vectors, the channels of images. */
export function writeActivation(builder: GraphBuilder, name: ActivationName, x: Value): Value {
  return writers[name](builder, x);
}

/** The scale of variance-scaling initialisation that keeps the signal's variance through a layer with this activation. */
export function initializationScale(name: ActivationName): number {
  switch (name) {
    case 'relu':
    case 'leakyRelu':
    case 'elu':
    case 'gelu':
    case 'swish':
    case 'mish':
    case 'hardSwish':
    case 'softplus':
      return 2;
    default:
      return 1;
  }
}
