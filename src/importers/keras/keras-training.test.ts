import { describe, expect, it } from 'vitest';
import { resolveRecipe } from '../../train/index.ts';
import { kerasTraining } from './keras-training.ts';

const layer = (name: string, config: Record<string, unknown> = {}) => ({ class_name: name, config });

describe('the training of a Keras file', () => {
  it('becomes a recipe that holds Keras own forms of loss and optimizer', () => {
    const { recipe, notes } = kerasTraining({
      loss: 'binary_crossentropy',
      optimizer: layer('Adam', { learning_rate: 0.01, beta_1: 0.8, epsilon: 1e-7 }),
      metrics: ['accuracy', 'mae'],
    });
    const { optimizer, loss, metrics } = resolveRecipe(recipe);
    expect(optimizer).toMatchObject({ name: 'adam', learningRate: 0.01, beta1: 0.8, epsilon: 1e-7, epsilonHat: true });
    expect(loss).toEqual({ name: 'binaryCrossEntropyOnProbabilities', beforeActivation: true, classesLast: true });
    expect(metrics).toEqual(['kerasAccuracy']);
    expect(notes.map(({ message }) => message)).toEqual([
      "The metric 'mae' is left out: netwright has none like it for this loss.",
    ]);
  });

  it('is read from Keras 2, with its decay and the names of its time', () => {
    const { recipe, notes } = kerasTraining({
      loss: layer('Custom>MeanSquaredError', { reduction: 'auto' }),
      metrics: [[layer('MeanMetricWrapper', { name: 'acc', fn: 'binary_accuracy' })]],
      optimizer_config: layer('SGD', { lr: 0.1, decay: 0.01, momentum: 0.9, nesterov: true }),
    });
    expect(resolveRecipe(recipe)).toMatchObject({
      loss: { name: 'mse', broadcast: true },
      metrics: ['kerasAccuracy'],
      optimizer: { name: 'sgd', learningRate: 0.1, momentum: 0.9, nesterov: true, rateInMomentum: true },
      schedule: { name: 'inverseTime', rate: 0.01 },
    });
    expect(notes).toEqual([]);
  });

  it.each([
    ['ExponentialDecay', { decay_steps: 10, decay_rate: 0.5, staircase: true }, { name: 'step', stepSize: 10 }],
    ['PiecewiseConstantDecay', { boundaries: [5], values: [0.1, 0.01] }, { name: 'piecewise', boundaries: [5] }],
    ['PolynomialDecay', { decay_steps: 50, end_learning_rate: 0.01 }, { name: 'polynomial', steps: 50 }],
    ['CosineDecayRestarts', { first_decay_steps: 8 }, { name: 'cosine', period: 8, periodFactor: 2 }],
    ['CosineDecay', { decay_steps: 9, warmup_target: 1, warmup_steps: 3 }, { name: 'warmup', steps: 3 }],
  ])('knows the schedule %s', (name, config, expected) => {
    const rate = layer(name, { initial_learning_rate: 0.1, ...config });
    const { recipe, notes } = kerasTraining({ optimizer: layer('SGD', { learning_rate: rate }) });
    expect(resolveRecipe(recipe).schedule).toMatchObject(expected);
    expect(notes).toEqual([]);
  });

  it.each([
    [layer('Adadelta'), { name: 'adadelta', learningRate: 0.001, rho: 0.95, epsilon: 1e-7, decoupled: false }],
    [
      layer('Adamax', { weight_decay: 0.1 }),
      { name: 'adamax', epsilonOutside: true, weightDecay: 0.1, decoupled: true },
    ],
    [
      layer('Nadam', { beta_1: 0.8 }),
      { name: 'nadam', learningRate: 0.001, beta1: 0.8, epsilon: 1e-7, momentumDecay: 1 },
    ],
  ])('knows the optimizer %o', (optimizer, expected) => {
    const { recipe, notes } = kerasTraining({ optimizer });
    expect(resolveRecipe(recipe).optimizer).toMatchObject(expected);
    expect(notes).toEqual([]);
  });

  it.each([
    [{ clipnorm: 1 }, { name: 'parameterNorm', maxNorm: 1 }],
    [{ global_clipnorm: 2 }, { name: 'norm', maxNorm: 2 }],
    [{ clipvalue: 0.5 }, { name: 'value', limit: 0.5 }],
  ])('knows the clipping %o', (config, expected) => {
    expect(kerasTraining({ optimizer: layer('RMSprop', config) }).recipe.gradientClipping).toEqual(expected);
  });

  it.each([
    [{ loss: 'my_loss' }, "no loss like Keras's 'myloss'"],
    [{ loss: ['mse', 'mae'] }, '2 losses'],
    [{ optimizer: 'ftrl' }, "no optimizer like Keras's 'ftrl'; Adam takes its place"],
    [{ optimizer: layer('SGD', { use_ema: true }) }, 'averages the weights'],
    [{ loss: layer('Huber') }, 'leaves the delta'],
    [{ loss: 'mse', loss_weights: [2] }, 'weighs its losses'],
  ])('says of %o what is missing, and gives a recipe all the same', (config, expected) => {
    const { recipe, notes } = kerasTraining(config);
    expect(notes.map(({ message }) => message).join()).toContain(expected);
    expect(() => resolveRecipe(recipe)).not.toThrow();
  });

  it.each([undefined, null, 3, 'text', [], {}, { loss: 3, optimizer: [], metrics: 7 }])('survives %o', (config) => {
    expect(() => resolveRecipe(kerasTraining(config).recipe)).not.toThrow();
  });
});
