import type { RecipeInput } from '../../../train/index.ts';

/** Keras's classes of losses, with what they must be told. */
const losses: Readonly<Record<string, readonly [string, Readonly<Record<string, unknown>>]>> = {
  crossEntropy: ['SparseCategoricalCrossentropy', { from_logits: true }],
  crossEntropyOnProbabilities: ['SparseCategoricalCrossentropy', { from_logits: false }],
  categoricalCrossEntropy: ['CategoricalCrossentropy', { from_logits: true }],
  categoricalCrossEntropyOnProbabilities: ['CategoricalCrossentropy', { from_logits: false }],
  binaryCrossEntropy: ['BinaryCrossentropy', { from_logits: true }],
  binaryCrossEntropyOnProbabilities: ['BinaryCrossentropy', { from_logits: false }],
  mse: ['MeanSquaredError', {}],
  l1: ['MeanAbsoluteError', {}],
  huber: ['Huber', {}],
  logCosh: ['LogCosh', {}],
  mape: ['MeanAbsolutePercentageError', {}],
  msle: ['MeanSquaredLogarithmicError', {}],
  poissonOnRates: ['Poisson', {}],
  klDivergenceOnProbabilities: ['KLDivergence', {}],
};

/** Keras's classes of optimizers. */
const optimizers: Readonly<Record<string, string>> = {
  adam: 'Adam',
  adamw: 'AdamW',
  adagrad: 'Adagrad',
  adadelta: 'Adadelta',
  adamax: 'Adamax',
  nadam: 'Nadam',
  lion: 'Lion',
  rmsprop: 'RMSprop',
  sgd: 'SGD',
};

/**
 * The loss, the optimizer and its learning rate as Keras stores them; their further options are Keras's own. Undefined
 * where Keras lacks the loss: the model is then to be compiled before it trains.
 */
export function compileConfig(
  loss: string | { readonly name: string; readonly delta?: unknown } | undefined,
  { optimizer, learningRate }: RecipeInput,
): unknown {
  const known = losses[typeof loss === 'object' ? loss.name : (loss ?? '')];
  if (known === undefined) return undefined;
  const name = typeof optimizer === 'string' ? optimizer : optimizer === undefined ? 'adam' : optimizer.name;
  const className = optimizers[name];
  if (className === undefined) return undefined;
  const delta = typeof loss === 'object' && loss.delta !== undefined ? { delta: loss.delta } : {};
  const own = typeof optimizer === 'object' ? optimizer.learningRate : undefined;
  const rate = learningRate ?? own;
  const options = typeof rate === 'number' ? { learning_rate: rate } : {};
  const described = (module: string, class_name: string, config: unknown) => ({
    module,
    class_name,
    config,
    registered_name: null,
  });
  return {
    optimizer: described('keras.optimizers', className, options),
    loss: described('keras.losses', known[0], { ...known[1], ...delta }),
    loss_weights: null,
    metrics: null,
    weighted_metrics: null,
    run_eagerly: false,
    steps_per_execution: 1,
    jit_compile: false,
  };
}
