import { UsageError } from '../../core/index.ts';
import type { RecipeInput } from '../../train/index.ts';
import {
  deviceChoices,
  engineChoices,
  lossChoices,
  metricChoices,
  optimizerChoices,
  type SquashChoice,
  scheduleChoices,
  squashChoices,
  streamChoiceOf,
  streamChoices,
} from '../choices.ts';
import {
  choiceOption,
  defineCommand,
  integerOption,
  listOption,
  namesOption,
  numberOption,
  OptionFault,
  switchOption,
  textOption,
} from '../command.ts';
import { exitCodes } from '../exit-codes.ts';
import { present } from '../present.ts';

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

/** The part of the recipe's preparation that options set. */
function preparationOf({
  squash,
  missing,
  whiten = true,
  preparation = true,
}: {
  readonly squash?: SquashChoice;
  readonly missing?: number | 'mean' | 'median';
  readonly whiten?: boolean;
  readonly preparation?: boolean;
}): Pick<RecipeInput, 'preparation'> {
  if (!preparation) {
    if (squash === undefined && missing === undefined && whiten) return { preparation: 'none' };
    throw new UsageError('give --no-preparation, or --squash, --missing and --no-whiten, not both');
  }
  if (squash === undefined && missing === undefined && whiten) return {};
  return { preparation: { ...present({ squash, missing }), ...(whiten ? {} : { whiten }) } };
}

function parseFill(text: string): number | 'mean' | 'median' {
  if (text === 'mean' || text === 'median') return text;
  const number = text.trim() === '' ? Number.NaN : Number(text);
  if (Number.isFinite(number)) return number;
  throw new OptionFault('expected mean, median or a number');
}

export const train = defineCommand({
  name: 'train',
  summary: 'train a network on data',
  description: [
    'Trains a network and saves it in a new folder of --runs: the network as model.onnx, the recipe, and how training went. Without MODEL a sound default network is built from the data: convolutions and pooling for images, dense layers for vectors. Its inputs are whitened, and squashed where their range asks for it, by the training samples; the saved network contains that.',
    'Options set or replace fields of the recipe. Ctrl-C ends training after the step that runs, and saves; a second Ctrl-C ends it at once.',
  ],
  model: {
    required: false,
    help: 'a recipe (.json, .yaml, .ts, .js), a network from a file (.onnx, .keras, .h5, .json), or the folder of a run; by default a network is built from the data',
  },
  options: {
    data: textOption(
      '-d, --data <DATA>',
      'data to train on: .npz, .csv, .tsv, .parquet, IDX files, or a folder of .npy, .parquet, IDX or image files; by default the recipe names them',
    ),
    target: textOption(
      '-t, --target <NAME>',
      'column or array to predict, several columns with commas between; by default y, label, target or class',
    ),
    ignore: namesOption('--ignore <COLUMNS>', 'columns of a table to leave out, with commas between'),
    stream: choiceOption(
      '--stream <WHEN>',
      'leave the data on disk and read them batch by batch (default: auto, where they take a quarter of the memory)',
      streamChoices,
    ),
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
    metrics: listOption('--metrics <NAMES>', 'scores after every epoch, with commas between', metricChoices),
    seed: integerOption('-s, --seed <S>', 'seed of first values, order, split and dropout (default: 0)', 0),
    validationFraction: numberOption(
      '--validation-fraction <F>',
      'part of the samples that validates, where the data bring no validation part (default: 0.1)',
      1,
    ),
    earlyStopping: integerOption(
      '--early-stopping <PATIENCE>',
      'stop after so many epochs without a lower validation loss, and keep the best',
      1,
    ),
    shuffle: switchOption('--no-shuffle', 'keep the samples in their order'),
    squash: choiceOption(
      '--squash <FUNCTION>',
      'bring inputs of a wide range under control (default: auto, where a range asks for it)',
      squashChoices,
    ),
    missing: {
      flags: '--missing <FILL>',
      help: 'what stands in for missing values: mean, median or a number (default: they are an error)',
      parse: parseFill,
    },
    whiten: switchOption('--no-whiten', 'leave out the whitening of inputs'),
    preparation: switchOption('--no-preparation', 'train on inputs and targets as they are'),
    weights: textOption('--weights <FILE>', 'begin with the weights of a .safetensors file, matched by name'),
    reinitialize: switchOption(
      '--reinitialize',
      "draw fresh weights for a network from a file, as its author's framework would",
    ),
    device: choiceOption('--device <DEVICE>', 'where to compute (default: auto)', deviceChoices),
    engine: choiceOption('--engine <ENGINE>', 'what computes (default: the fastest that works here)', engineChoices),
    threads: integerOption(
      '--threads <N>',
      'threads of the engine (default: 1 for small networks, else one a processor, at most 8); other numbers give other bits',
      1,
    ),
    runs: textOption('--runs <DIR>', 'folder that the run gets its folder in (default: runs)'),
    name: textOption('--name <NAME>', "name of the run's folder (default: date, time and what is trained)"),
    resume: textOption(
      '--resume <RUN>',
      'go on exactly where a run broke off: its folder, one of its checkpoints, or last or best for those of the newest run in --runs; a larger --epochs extends it',
    ),
    checkpointEvery: integerOption(
      '--checkpoint-every <STEPS>',
      'steps from one checkpoint to the next within an epoch (default: every 30 seconds)',
      1,
    ),
    keepBest: integerOption('--keep-best <K>', 'checkpoints kept of the epochs with the lowest loss (default: 1)', 0),
    checkpoints: switchOption('--no-checkpoints', 'save no checkpoints: a run that is broken off cannot be resumed'),
    json: switchOption('--json', 'print the result as one JSON object, and progress on the error stream'),
  },
  examples: [
    { command: 'netwright train --data digits.npz', does: 'a default network for the arrays x and y' },
    { command: 'netwright train --data cars.csv --target MPG --epochs 100', does: 'predict a column of a table' },
    { command: 'netwright train recipe.yaml --seed 1 --runs experiments', does: 'your own network and settings' },
    { command: 'netwright train --resume last', does: 'go on with the newest run after a crash or Ctrl-C' },
    { command: 'netwright train model.onnx --data digits.npz --learning-rate 1e-4', does: 'train a network further' },
  ],
  async run(model, options, { output, errors }) {
    const { epochs, steps, shuffle = true, earlyStopping, runs = 'runs', name, json = false } = options;
    if (epochs !== undefined && steps !== undefined) throw new UsageError('give --epochs or --steps, not both');
    const { resume, checkpointEvery, keepBest, checkpoints = true } = options;
    if (resume !== undefined && (model !== undefined || name !== undefined)) {
      throw new UsageError(
        `--resume goes on with the run itself: leave ${model === undefined ? '--name' : 'MODEL'} out`,
      );
    }
    const { target, ignore, loss, batchSize, learningRate, optimizer, seed, validationFraction } = options;
    const { weightDecay, schedule, metrics } = options;
    const { runTraining } = await import('../run-training.ts');
    const { outcome, json: result } = await runTraining(
      {
        model,
        data: options.data,
        recipe: {
          ...present({
            target,
            ignore,
            loss,
            epochs,
            steps,
            batchSize,
            learningRate,
            optimizer,
            seed,
            validationFraction,
          }),
          ...present({ weightDecay, schedule, metrics }),
          ...clippingOf(options),
          ...(options.stream === undefined ? {} : { stream: streamChoiceOf[options.stream] }),
          ...(shuffle ? {} : { shuffle }),
          ...preparationOf(options),
          ...(earlyStopping === undefined ? {} : { earlyStopping: { patience: earlyStopping } }),
        },
        weights: options.weights,
        reinitialize: options.reinitialize ?? false,
        device: options.device,
        engine: options.engine,
        threads: options.threads,
        runs,
        name,
        resume,
        checkpoints: checkpoints ? present({ everySteps: checkpointEvery, keepBest }) : undefined,
      },
      json ? errors : output,
    );
    if (json) output.print(result);
    if (outcome.reason === 'completed' || outcome.reason === 'stopped early') return exitCodes.fine;
    const saved = outcome.run === undefined ? 'nothing was saved' : `saved to ${outcome.run}`;
    errors.print(`${errors.colors.red('netwright:')} ${outcome.explanation}; ${saved}`);
    return exitCodes.failed;
  },
});
