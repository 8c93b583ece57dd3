import { type LossName, lossNameOf } from '../../../nn/index.ts';
import type { OptimizerName, OptimizerOptions } from '../../../optim/index.ts';
import type { Design } from '../../design.ts';
import type { WeightedLayer } from '../../network/layer-chain.ts';
import { activationsOf, type Changes, type LayerChange } from './changes.ts';
import { type ArrayWriter, targetLines, whiteningLines, written } from './numbers.ts';

const arrayOf: ArrayWriter = (list) => `np.array(${list}, "float32")`;

/** What the Python expects to be there: `import keras`, `import numpy as np`, arrays `x` and `y`, and the `model`. */
export function kerasLines(changes: Changes): string[] {
  const { after, whitened, targets, removed, layers, isCompiledAnew, batchSize, epochs } = changes;
  const fit = [
    ...(batchSize === undefined ? [] : [`batch_size=${batchSize}`]),
    ...(epochs === undefined ? [] : [`epochs=${epochs}`]),
  ];
  return [
    ...whitened.flatMap(({ input, ...numbers }) =>
      whiteningLines(after.network.graph.inputs.length === 1 ? 'x' : `x["${input}"]`, numbers, arrayOf),
    ),
    ...(targets?.kind === 'scaled' ? targetLines(targets, arrayOf) : []),
    ...(targets?.kind === 'one-hot' ? [`y = keras.utils.to_categorical(y, ${targets.count})`] : []),
    ...removed.map(({ name, opType }) => `# leave out keras.layers.${opType}(..., name="${name}")`),
    ...layers.flatMap(layerLines),
    ...(isCompiledAnew ? [compileLine(after)] : []),
    ...(fit.length === 0 ? [] : [`model.fit(x, y, ${fit.join(', ')})`]),
  ];
}

/** Keras's names of activations, by ONNX's operator. */
const activations: Readonly<Record<string, string>> = {
  '': 'linear',
  Celu: 'celu',
  Elu: 'elu',
  Exp: 'exponential',
  Gelu: 'gelu',
  HardSigmoid: 'hard_sigmoid',
  HardSwish: 'hard_silu',
  LeakyRelu: 'leaky_relu',
  LogSoftmax: 'log_softmax',
  Mish: 'mish',
  Relu: 'relu',
  Selu: 'selu',
  Sigmoid: 'sigmoid',
  Softmax: 'softmax',
  Softplus: 'softplus',
  Softsign: 'softsign',
  Tanh: 'tanh',
};

const activationName = (layer: WeightedLayer): string | undefined => activations[activationsOf(layer)];

/** The lines that change one layer: its constructor where it is dense, otherwise the arguments that change. */
function layerLines(change: LayerChange): string[] {
  const { before, after, isRedrawn } = change;
  // An activation that is a layer of its own is changed there.
  const own = before.activations.filter(({ layer }) => layer !== undefined && layer !== before.name);
  const wanted = activationName(after) ?? 'linear';
  const isActivationNew = activationsOf(before) !== activationsOf(after);
  const units = before.units !== after.units;
  const lines = own.length > 0 && isActivationNew ? ownActivationLines(change, wanted) : [];
  const isArgument = isActivationNew && own.length === 0;
  if (!units && !isRedrawn && !isArgument) return lines;
  const was = [
    ...(units ? [String(before.units)] : []),
    ...(isArgument ? [`activation="${activationName(before) ?? activationsOf(before)}"`] : []),
    ...(isRedrawn ? ['other first weights'] : []),
  ];
  const initializer = after.isLast ? 'lecun_normal' : 'he_normal';
  const inside = own.length > 0 ? 'linear' : wanted;
  const named = [
    ...(inside === 'linear' && !isArgument ? [] : [`activation="${inside}"`]),
    ...(isRedrawn ? [`kernel_initializer="${initializer}"`, 'bias_initializer="zeros"'] : []),
    `name="${before.name}"`,
  ];
  if (before.kind === 'dense') {
    return [...lines, `keras.layers.Dense(${[after.units, ...named].join(', ')})  # was ${was.join(', ')}`];
  }
  const sized = units ? [`${before.kind === 'convolution' ? 'filters' : 'units'}=${after.units}`, ...named] : named;
  return [...lines, `# layer "${before.name}": ${sized.slice(0, -1).join(', ')}  # was ${was.join(', ')}`];
}

/** Lines for layers such as `Activation` and `ReLU` that stand behind a weighted layer. */
function ownActivationLines({ before }: LayerChange, wanted: string): string[] {
  const [first, ...others] = before.activations;
  const nameOf = (node: NonNullable<typeof first>) => node.layer ?? node.name;
  const removed = wanted === 'linear' ? before.activations : others;
  const was = activations[first!.opType] ?? first!.opType;
  return [
    ...(wanted === 'linear' ? [] : [`keras.layers.Activation("${wanted}", name="${nameOf(first!)}")  # was "${was}"`]),
    ...removed.map((node) => `# leave out the layer "${nameOf(node)}" (${activations[node.opType] ?? node.opType})`),
  ];
}

const losses: Readonly<Partial<Record<LossName, string>>> = {
  mse: '"mse"',
  l1: '"mae"',
  huber: '"huber"',
  hinge: '"hinge"',
  squaredHinge: '"squared_hinge"',
  categoricalHinge: '"categorical_hinge"',
  poissonOnRates: '"poisson"',
  mape: '"mape"',
  msle: '"msle"',
  logCosh: '"log_cosh"',
  klDivergenceOnProbabilities: '"kl_divergence"',
  cosineSimilarity: '"cosine_similarity"',
  crossEntropy: 'keras.losses.SparseCategoricalCrossentropy(from_logits=True)',
  crossEntropyOnProbabilities: '"sparse_categorical_crossentropy"',
  binaryCrossEntropy: 'keras.losses.BinaryCrossentropy(from_logits=True)',
  binaryCrossEntropyOnProbabilities: '"binary_crossentropy"',
  categoricalCrossEntropy: 'keras.losses.CategoricalCrossentropy(from_logits=True)',
  categoricalCrossEntropyOnProbabilities: '"categorical_crossentropy"',
};

const optimizers: Readonly<Record<OptimizerName, string>> = {
  adam: 'Adam',
  adamw: 'AdamW',
  adadelta: 'Adadelta',
  adagrad: 'Adagrad',
  adamax: 'Adamax',
  lion: 'Lion',
  nadam: 'Nadam',
  radam: 'Adam',
  rmsprop: 'RMSprop',
  sgd: 'SGD',
};

function compileLine({ recipe: { loss, optimizer } }: Design): string {
  const name = losses[lossNameOf(loss)];
  const chosen = name === undefined ? '' : `loss=${name}, `;
  return `model.compile(${chosen}optimizer=keras.optimizers.${optimizers[optimizer.name]}(${optimizerArguments(optimizer)}))`;
}

function optimizerArguments(optimizer: OptimizerOptions): string {
  const momentum = 'momentum' in optimizer && Number(optimizer.momentum) > 0 ? [`momentum=${optimizer.momentum}`] : [];
  return [`learning_rate=${written(optimizer.learningRate)}`, ...momentum].join(', ');
}
