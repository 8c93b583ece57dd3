import { availableParallelism } from 'node:os';
import { UsageError } from '../../core/index.ts';
import { lossChoices, optimizerChoices } from '../choices.ts';
import { choiceOption, defineCommand, integerOption, numberOption, switchOption, textOption } from '../command.ts';
import { exitCodes } from '../exit-codes.ts';
import { present } from '../present.ts';

export const compare = defineCommand({
  name: 'compare',
  summary: 'train variants of a network under the same seeds and say which differences are beyond chance',
  description: [
    'Trains variants that differ in one thing, each under the same seeds: the same splits, the same order of samples, the same first values where the layers are the same. Trainings run side by side, one engine thread each. Results are kept in --runs, so that the same command goes on after Ctrl-C, and more seeds add to those that are there.',
    'VARIATION is init, width, pooling, optimizer, activation, learning-rate or batch-size, on its own or with the variants to compare (width=16,64), or any field of the recipe with values (optimizer.beta1=0.8,0.9; network.2.filters=8,16).',
  ],
  model: {
    required: false,
    help: 'a recipe, or a network from a file, for which the variations of its training are left; by default a network is built from the data',
  },
  options: {
    vary: textOption('-v, --vary <VARIATION>', 'in what the variants differ', { required: true }),
    data: textOption('-d, --data <DATA>', 'data to train on, as for train; by default the recipe names them'),
    target: textOption('-t, --target <NAME>', 'column or array to predict'),
    loss: choiceOption('-l, --loss <LOSS>', 'what is minimised; by default what the target asks for', lossChoices),
    seeds: integerOption('--seeds <N>', "seeds of each variant, from the recipe's on (default: 5)", 1),
    limit: integerOption('--limit <N>', 'training samples of each trial, drawn by its seed (default: all)', 1),
    epochs: integerOption('-e, --epochs <N>', 'passes over the training samples (default: 10)', 1),
    steps: integerOption('--steps <N>', 'optimizer steps, in place of --epochs', 1),
    batchSize: integerOption('-b, --batch-size <N>', 'samples of a step (default: 64)', 1),
    learningRate: numberOption('--learning-rate <X>', 'step size (default: 0.001 for adam)'),
    optimizer: choiceOption('--optimizer <NAME>', 'optimizer (default: adam)', optimizerChoices),
    jobs: integerOption('-j, --jobs <N>', 'trainings at a time (default: one a processor)', 1),
    runs: textOption('--runs <DIR>', 'folder in which results are kept, in comparisons/ (default: runs)'),
    output: textOption('-o, --output <FILE>', 'also write the table (.md), the chart (.svg) or both (.html)'),
    json: switchOption('--json', 'print the result as one JSON object, and progress on the error stream'),
  },
  examples: [
    { command: 'netwright compare --data photos/ --vary width --epochs 3', does: 'how many filters are enough' },
    { command: 'netwright compare recipe.yaml --vary init --output init.html', does: 'ways to draw the first weights' },
    {
      command: 'netwright compare model.onnx --data digits.npz --vary learning-rate=1e-4,1e-3 --seeds 3',
      does: 'two learning rates for a network from a file',
    },
  ],
  async run(model, options, { output, errors }) {
    const { vary, data, seeds = 5, limit, epochs, steps, json = false, runs = 'runs' } = options;
    if (epochs !== undefined && steps !== undefined) throw new UsageError('give --epochs or --steps, not both');
    const { target, loss, batchSize, learningRate, optimizer, jobs = availableParallelism() } = options;
    const { checkOutputFile, writeOutputFile } = await import('../output-file.ts');
    checkOutputFile(options.output);
    const { runComparison } = await import('../run-comparison.ts');
    const { comparisonToJson, curveLines, reportComparison } = await import('../compare-report.ts');
    const { toText } = await import('../written-table.ts');
    const { stringifyJson } = await import('../../records/index.ts');
    const recipe = present({ target, loss, epochs, steps, batchSize, learningRate, optimizer });
    const screen = json ? errors : output;
    const result = await runComparison({ model, data, recipe, vary: vary!, limit, runs }, { seeds, jobs }, screen);
    const report = reportComparison(result);
    const lines = ['', ...toText(report.table), '', ...curveLines(result)];
    screen.print(lines.join('\n'));
    if (options.output !== undefined) writeOutputFile(options.output, report);
    if (json) output.print(stringifyJson(comparisonToJson(result), 2));
    if (result.missing === 0) return exitCodes.fine;
    errors.print(
      `${errors.colors.red('netwright:')} interrupted; the same command trains the ${result.missing} that are missing`,
    );
    return exitCodes.failed;
  },
});
