import { type ConcreteShape, elementCount, type GraphError, type Tensor } from '../../core/index.ts';
import { describeInitializer, type InitializerOptions, initialize } from '../../nn/index.ts';
import { isObject, Options } from './options.ts';

/** How Keras draws a variable: an initializer of ours, or the identity matrix, which nothing else needs. */
export type KerasInitializer = InitializerOptions | { readonly name: 'identity'; readonly gain: number };

type Reader = (options: Options) => KerasInitializer;

const scaling =
  (scale: number, mode: 'fan_in' | 'fan_avg', distribution: 'truncated_normal' | 'uniform'): Reader =>
  () => ({ name: 'varianceScaling', scale, mode, distribution });

/** By Keras's class name. */
const readers: Readonly<Record<string, Reader>> = {
  Zeros: () => ({ name: 'constant', value: 0 }),
  Ones: () => ({ name: 'constant', value: 1 }),
  Constant: (options) => ({ name: 'constant', value: options.number('value', 0) }),
  RandomNormal: (options) => ({
    name: 'normal',
    mean: options.number('mean', 0),
    deviation: options.number('stddev', 0.05),
  }),
  RandomUniform: (options) => ({
    name: 'uniform',
    low: options.number('minval', -0.05),
    high: options.number('maxval', 0.05),
  }),
  TruncatedNormal: (options) => ({
    name: 'truncatedNormal',
    mean: options.number('mean', 0),
    deviation: options.number('stddev', 0.05),
  }),
  VarianceScaling: (options) => {
    const distribution = options.oneOf(
      'distribution',
      ['truncated_normal', 'untruncated_normal', 'normal', 'uniform'],
      'truncated_normal',
    );
    return {
      name: 'varianceScaling',
      scale: options.number('scale', 1),
      mode: options.oneOf('mode', ['fan_in', 'fan_out', 'fan_avg'], 'fan_in'),
      // Keras's `normal` is an old name of the truncated one.
      distribution:
        distribution === 'untruncated_normal' ? 'normal' : distribution === 'uniform' ? 'uniform' : 'truncated_normal',
    };
  },
  GlorotUniform: scaling(1, 'fan_avg', 'uniform'),
  GlorotNormal: scaling(1, 'fan_avg', 'truncated_normal'),
  HeUniform: scaling(2, 'fan_in', 'uniform'),
  HeNormal: scaling(2, 'fan_in', 'truncated_normal'),
  LecunUniform: scaling(1, 'fan_in', 'uniform'),
  LecunNormal: scaling(1, 'fan_in', 'truncated_normal'),
  Orthogonal: (options) => ({ name: 'orthogonal', gain: options.number('gain', 1) }),
  Identity: (options) => ({ name: 'identity', gain: options.number('gain', 1) }),
};

const synonyms: Readonly<Record<string, string>> = {
  zero: 'Zeros',
  one: 'Ones',
  normal: 'RandomNormal',
  uniform: 'RandomUniform',
  orthogonalinitializer: 'Orthogonal',
  identityinitializer: 'Identity',
};

const byLowerCase = new Map(Object.keys(readers).map((name) => [name.toLowerCase(), name]));

/** What a layer's option says of an initializer: a class with its options, or a name such as `glorot_uniform`. */
export function readInitializer(given: unknown, place: string): KerasInitializer {
  const { name, config } = nameAndConfig(given);
  const plain = name.replaceAll('_', '').toLowerCase();
  const reader = readers[synonyms[plain] ?? byLowerCase.get(plain) ?? ''];
  const options = new Options(`${place}, initializer '${name}'`, config);
  if (reader === undefined) {
    throw options.error(`is not known; known are ${Object.keys(readers).join(', ')}`);
  }
  return reader(options);
}

/** Name and options of what Keras writes as `{class_name, config}` or as a bare name. */
export function nameAndConfig(given: unknown): { name: string; config: Readonly<Record<string, unknown>> } {
  if (typeof given === 'string') return { name: given, config: {} };
  if (!isObject(given)) return { name: 'nothing', config: {} };
  const name = typeof given.class_name === 'string' ? given.class_name : 'nothing';
  // Keras 3 writes functions as {class_name: 'function', config: 'relu'}.
  if (typeof given.config === 'string') return { name: given.config, config: {} };
  return { name, config: isObject(given.config) ? given.config : {} };
}

/** One phrase for the summary of a network. */
export function describeKerasInitializer(initializer: KerasInitializer): string {
  return initializer.name === 'identity' ? 'identity' : describeInitializer(initializer);
}

/**
 * Draws a variable in Keras's own shape, from which Keras takes the fans: the last axis counts outputs, the one before
 * inputs, all others the places of a kernel.
 */
export function drawVariable(
  initializer: KerasInitializer,
  shape: ConcreteShape,
  seed: number,
  stream: string,
  error: (message: string) => GraphError,
): Tensor<'float32'> {
  if (initializer.name === 'identity') {
    const [rows, columns] = shape;
    if (shape.length !== 2 || rows === undefined || columns === undefined) {
      throw error(`the identity is a matrix, the variable has shape [${shape.join(', ')}]`);
    }
    const data = new Float32Array(rows * columns);
    for (let i = 0; i < Math.min(rows, columns); i++) data[i * columns + i] = initializer.gain;
    return { dtype: 'float32', shape, data };
  }
  // Keras flattens all axes but the last one to the rows of an orthogonal matrix.
  const drawn =
    initializer.name === 'orthogonal' && shape.length > 2 ? [elementCount(shape.slice(0, -1)), shape.at(-1)!] : shape;
  const { data } = initialize(initializer, { shape: drawn, ...fansOf(shape) }, seed, stream);
  return { dtype: 'float32', shape, data };
}

function fansOf(shape: ConcreteShape): { fanIn: number; fanOut: number } {
  if (shape.length < 2) return { fanIn: shape[0] ?? 1, fanOut: shape[0] ?? 1 };
  const places = elementCount(shape.slice(0, -2));
  return { fanIn: shape.at(-2)! * places, fanOut: shape.at(-1)! * places };
}
