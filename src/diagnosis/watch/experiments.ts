/** The experiment that would confirm a cause, by the rule that knows it. */
export const experiments = {
  'exploding-gradient': 'clip the gradients, or draw the weights by variance scaling',
  'learning-rate-too-high': 'train with a tenth of the learning rate',
  'learning-rate-too-low': 'train with ten times the learning rate',
  'early-decay': 'train with a constant learning rate',
  'vanishing-gradient': 'train with ReLU in the hidden layers and weights drawn by variance scaling',
  'dead-units': 'train with biases at 0, weights drawn by variance scaling and whitened inputs',
  'saturated-units': 'train with whitened inputs, or with smaller first weights',
  'blocked-gradient': 'look for an operator without a gradient behind the layer: netwright check',
  'frozen-parameters': 'compare the parameters before and after an epoch',
  'constant-loss': 'feed two different targets and compare the losses: netwright check',
  'unscaled-inputs': 'train with whitened inputs',
  'output-activation-mismatch': 'train with the output activation that the loss asks for',
  overfitting: 'train with a weight penalty, dropout or more samples, or stop at the lowest validation loss',
} as const;

/** Name of a rule of the catalogue that watchers suspect. */
export type WatchedRule = keyof typeof experiments;
