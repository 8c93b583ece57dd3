import { UsageError } from '../core/index.ts';
import type { RecipeInput } from '../train/index.ts';
import { lossChoices, optimizerChoices, scheduleChoices } from './choices.ts';
import {
  choiceOption,
  integerOption,
  namesOption,
  numberOption,
  type OptionValues,
  switchOption,
  textOption,
} from './command.ts';
import { present } from './present.ts';

/** What a training is told about its targets, its loss and its steps: the options of every command that trains a network. */
export const trainingOptions = {
  target: textOption(
    '-t, --target <NAME>',
    'column or array to predict, several columns with commas between; by default y, label, target or class',
  ),
  ignore: namesOption('--ignore <COLUMNS>', 'columns of a table to leave out, with commas between'),
  loss: choiceOption('-l, --loss <LOSS>', 'what is minimised; by default what the target asks for', lossChoices),
  epochs: integerOption('-e, --epochs <N>', 'passes over the training samples (default: 10)', 1),
  steps: integerOption('--steps <N>', 'optimizer steps, in place of --epochs', 1),
  batchSize: integerOption('-b, --batch-size <N>', 'samples of a step (default: 64)', 1),
  learningRate: numberOption('--learning-rate <X>', 'step size (default: 0.001 for adam)'),
  optimizer: choiceOption('--optimizer <NAME>', 'optimizer (default: adam)', optimizerChoices),
  weightDecay: numberOption(
    '--weight-decay <X>',
    "weight decay (default: the optimizer's, 0.01 for adamw, otherwise 0)",
  ),
  schedule: choiceOption(
    '--schedule <NAME>',
    'how the learning rate changes over the run (default: constant)',
    scheduleChoices,
  ),
  gradientClipNorm: numberOption('--gradient-clip-norm <X>', 'shorten the gradient where its norm is above this'),
  gradientClipValue: numberOption('--gradient-clip-value <X>', 'limit every number of the gradient to -X to X'),
  seed: integerOption('-s, --seed <S>', 'seed of first values, order, split and dropout (default: 0)', 0),
  validationFraction: numberOption(
    '--validation-fraction <F>',
    'part of the samples that validates, where the data bring no validation part (default: 0.1)',
    1,
  ),
  shuffle: switchOption('--no-shuffle', 'keep the samples in their order'),
};

/** The fields of a recipe that {@link trainingOptions} set. Throws {@link UsageError} where two exclude each other. */
export function trainingRecipe(options: OptionValues<typeof trainingOptions>): RecipeInput {
  const { target, ignore, loss, epochs, steps, batchSize, learningRate, optimizer, seed, validationFraction } = options;
  const { weightDecay, schedule, shuffle = true } = options;
  if (epochs !== undefined && steps !== undefined) throw new UsageError('give --epochs or --steps, not both');
  return {
    ...present({ target, ignore, loss, epochs, steps, batchSize, learningRate, optimizer, seed, validationFraction }),
    ...present({ weightDecay, schedule }),
    ...clippingOf(options),
    ...(shuffle ? {} : { shuffle }),
  };
}

/** The part of the recipe that limits gradients. */
function clippingOf({
  gradientClipNorm: maxNorm,
  gradientClipValue: limit,
}: {
  readonly gradientClipNorm?: number;
  readonly gradientClipValue?: number;
}): Pick<RecipeInput, 'gradientClipping'> {
  if (maxNorm !== undefined && limit !== undefined) {
    throw new UsageError('give --gradient-clip-norm or --gradient-clip-value, not both');
  }
  if (maxNorm !== undefined) return { gradientClipping: { name: 'norm', maxNorm } };
  return limit === undefined ? {} : { gradientClipping: { name: 'value', limit } };
}
