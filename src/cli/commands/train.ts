import { UsageError } from '../../core/index.ts';
import type { RecipeInput } from '../../train/index.ts';
import {
  deviceChoices,
  engineChoices,
  metricChoices,
  type SquashChoice,
  squashChoices,
  streamChoiceOf,
  streamChoices,
} from '../choices.ts';
import {
  choiceOption,
  defineCommand,
  integerOption,
  listOption,
  OptionFault,
  switchOption,
  textOption,
} from '../command.ts';
import { exitCodes } from '../exit-codes.ts';
import { present } from '../present.ts';
import { trainingOptions, trainingRecipe } from '../training-options.ts';

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
    ...trainingOptions,
    stream: choiceOption(
      '--stream <WHEN>',
      'leave the data on disk and read them batch by batch (default: auto, where they take a quarter of the memory)',
      streamChoices,
    ),
    metrics: listOption('--metrics <NAMES>', 'scores after every epoch, with commas between', metricChoices),
    earlyStopping: integerOption(
      '--early-stopping <PATIENCE>',
      'stop after so many epochs without a lower validation loss, and keep the best',
      1,
    ),
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
    log: switchOption('--no-log', 'write no event files of the run, which TensorBoard shows'),
    watch: switchOption('--no-watch', 'do not watch the training for what keeps networks from learning'),
    stopOnFault: switchOption(
      '--stop-on-fault',
      'end training where the watch finds something, with a checkpoint, and the exit code 1',
    ),
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
    const { metrics, earlyStopping, runs = 'runs', name, json = false } = options;
    const recipe = trainingRecipe(options);
    const { resume, checkpointEvery, keepBest, checkpoints = true, log = true } = options;
    if (resume !== undefined && (model !== undefined || name !== undefined)) {
      throw new UsageError(
        `--resume goes on with the run itself: leave ${model === undefined ? '--name' : 'MODEL'} out`,
      );
    }
    const { watch = true, stopOnFault = false } = options;
    if (stopOnFault && !watch) throw new UsageError('give --no-watch or --stop-on-fault, not both');
    const { runTraining } = await import('../run-training.ts');
    const { outcome, json: result } = await runTraining(
      {
        model,
        data: options.data,
        recipe: {
          ...recipe,
          ...present({ metrics }),
          ...(options.stream === undefined ? {} : { stream: streamChoiceOf[options.stream] }),
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
        log,
        watch: stopOnFault ? 'stop' : watch ? 'warn' : 'no',
      },
      json ? errors : output,
      errors,
    );
    if (json) output.print(result);
    if (outcome.reason === 'completed' || outcome.reason === 'stopped early') return exitCodes.fine;
    const saved = outcome.run === undefined ? 'nothing was saved' : `saved to ${outcome.run}`;
    errors.print(`${errors.colors.red('netwright:')} ${outcome.explanation}; ${saved}`);
    return exitCodes.failed;
  },
});
