import { findLoss, type LossName, lossNameOf } from '../../../nn/index.ts';
import type { OptimizerName } from '../../../optim/index.ts';
import type { Design } from '../../design.ts';
import type { WeightedLayer } from '../../network/layer-chain.ts';
import { activationsOf, type Changes, type LayerChange } from './changes.ts';
import { isScheduleLeftOut, kerasRate } from './keras-rate.ts';
import { type ArrayWriter, targetLines, whiteningLines, written } from './numbers.ts';
import { type ArrayFunctions, preparationLines } from './preparation.ts';
import { type Relayout, relayoutLine } from './relayouts.ts';

const arrayOf: ArrayWriter = (list) => `np.array(${list}, "float32")`;

const numpy: ArrayFunctions = {
  arrayOf,
  infinity: 'np.inf',
  clip: (array, low, high) => `np.clip(${array}, ${low}, ${high})`,
  squash: {
    asinh: (array) => `np.arcsinh(${array})`,
    log1p: (array) => `np.log1p(np.maximum(${array}, 0))`,
    tanh: (array) => `np.tanh(${array})`,
  },
};

/** What the Python expects to be there: `import keras`, `import numpy as np`, arrays `x` and `y`, and the `model`. */
export function kerasLines(changes: Changes): string[] {
  const { after, whitened, targets, removed, layers, isBalanced, batchSize, epochs } = changes;
  const classes = findLoss(after.recipe.loss).target === 'oneHot' ? 'y.argmax(axis=-1)' : 'y';
  const fit = [
    ...(batchSize === undefined ? [] : [`batch_size=${batchSize}`]),
    ...(epochs === undefined ? [] : [`epochs=${epochs}`]),
    ...(changes.isShuffled ? ['shuffle=True'] : []),
    ...(isBalanced ? ['class_weight=weights'] : []),
  ];
  const arrayFor = (input: string) => (after.network.graph.inputs.length === 1 ? 'x' : `x["${input}"]`);
  return [
    ...changes.relayouts.flatMap((relayout) => relayoutLines(relayout, arrayFor)),
    ...changes.prepared.flatMap((fitted) => preparationLines(arrayFor(fitted.name), fitted, numpy)),
    ...whitened.flatMap(({ input, ...numbers }) => whiteningLines(arrayFor(input), numbers, arrayOf)),
    ...(targets?.kind === 'scaled' ? targetLines(targets, arrayOf) : []),
    ...(targets?.kind === 'one-hot' ? [`y = keras.utils.to_categorical(y, ${targets.count})`] : []),
    ...removed.map(({ name, layer, opType }) => `# leave out the layer "${layer ?? name}" (${opType})`),
    ...layers.flatMap(layerLines),
    ...changes.batchFirst.map((name) => `# layer "${name}": samples along the first axis, steps along the second`),
    ...changes.unfrozen.map((name) => `model.get_layer("${name}").trainable = True`),
    ...changes.statistics.map(({ name, momentum }) => `# layer "${name}": momentum=${written(momentum)}  # faster`),
    ...(changes.penalty === 'none'
      ? ['# every layer: no kernel_regularizer, bias_regularizer, activity_regularizer']
      : []),
    ...(typeof changes.penalty === 'number'
      ? [`# every layer: kernel_regularizer=keras.regularizers.L2(${changes.penalty})`]
      : []),
    ...(changes.isCompiledAnew || changes.unfrozen.length > 0 ? [compileLine(changes)] : []),
    ...(isBalanced
      ? [
          `values, counts = np.unique(${classes}, return_counts=True)`,
          'weights = {int(value): len(y) / (len(values) * count) for value, count in zip(values, counts)}',
        ]
      : []),
    ...(fit.length === 0 ? [] : [`model.fit(x, y, ${fit.join(', ')})`]),
  ];
}

/** Of an input a line for its array, of a layer `Reshape` the layers that take its place. */
function relayoutLines(relayout: Relayout, arrayFor: (input: string) => string): string[] {
  const { input, layer, memory, order, shape } = relayout;
  if (input !== undefined) {
    const array = arrayFor(input);
    return [`${array} = ${relayoutLine(array, relayout, 'transpose')}  # new data too`];
  }
  const reshape = (sample: readonly number[] | undefined) =>
    sample === undefined ? [] : [`keras.layers.Reshape((${sample.join(', ')}${sample.length === 1 ? ',' : ''}))`];
  return [
    ...reshape(memory),
    `keras.layers.Permute((${order.slice(1).join(', ')})${layer === undefined ? '' : `, name="${layer}"`})  # was Reshape`,
    ...reshape(shape),
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
  const { before, after, isRedrawn, bias } = change;
  // An activation that is a layer of its own is changed there.
  const own = before.activations.filter(({ layer }) => layer !== undefined && layer !== before.name);
  const wanted = activationName(after) ?? 'linear';
  const isActivationNew = activationsOf(before) !== activationsOf(after);
  const units = before.units !== after.units;
  const lines = own.length > 0 && isActivationNew ? ownActivationLines(change, wanted) : [];
  const isArgument = isActivationNew && own.length === 0;
  if (!units && !isRedrawn && !isArgument && bias === undefined) return lines;
  const was = [
    ...(units ? [String(before.units)] : []),
    ...(isArgument ? [`activation="${activationName(before) ?? activationsOf(before)}"`] : []),
    ...(isRedrawn ? ['other first weights'] : bias === 'zero' ? ['other first biases'] : []),
    ...(bias === 'added' ? ['use_bias=False'] : []),
  ];
  const initializer = after.isLast ? 'lecun_normal' : 'he_normal';
  const inside = own.length > 0 ? 'linear' : wanted;
  const named = [
    ...(inside === 'linear' && !isArgument ? [] : [`activation="${inside}"`]),
    ...(isRedrawn ? [`kernel_initializer="${initializer}"`] : []),
    ...(isRedrawn || bias === 'zero' ? ['bias_initializer="zeros"'] : []),
    ...(bias === 'added' && before.kind !== 'dense' ? ['use_bias=True'] : []),
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

function compileLine({ after: { recipe } }: Changes): string {
  const name = losses[lossNameOf(recipe.loss)];
  const chosen = name === undefined ? '' : `loss=${name}, `;
  const note = isScheduleLeftOut(recipe) ? '  # under its schedule' : '';
  return `model.compile(${chosen}optimizer=keras.optimizers.${optimizers[recipe.optimizer.name]}(${optimizerArguments(recipe)}))${note}`;
}

/** Options by Keras's names, and what Keras takes where they are left out. */
const optimizerOptions = [
  { option: 'beta1', argument: 'beta_1', usual: 0.9 },
  { option: 'beta2', argument: 'beta_2', usual: 0.999 },
  { option: 'alpha', argument: 'rho', usual: 0.9 },
  { option: 'momentum', argument: 'momentum', usual: 0 },
] as const;

function optimizerArguments(recipe: Design['recipe']): string {
  const { optimizer, gradientClipping } = recipe;
  const options = optimizer as Readonly<Record<string, unknown>>;
  const usualDecay = optimizer.name === 'adamw' ? 0.004 : 0;
  return [
    `learning_rate=${kerasRate(recipe)}`,
    ...optimizerOptions.flatMap(({ option, argument, usual }) => {
      const standard = optimizer.name === 'lion' && option === 'beta2' ? 0.99 : usual;
      return options[option] === undefined || options[option] === standard ? [] : [`${argument}=${options[option]}`];
    }),
    ...(options.nesterov === true ? ['nesterov=True'] : []),
    ...(optimizer.weightDecay === usualDecay ? [] : [`weight_decay=${written(optimizer.weightDecay)}`]),
    ...(gradientClipping?.name === 'norm' ? [`global_clipnorm=${gradientClipping.maxNorm}`] : []),
  ].join(', ');
}
