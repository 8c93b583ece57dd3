import { UsageError } from '../../core/index.ts';
import { defineCommand, switchOption, textOption } from '../command.ts';
import { exitCodes } from '../exit-codes.ts';
import { present } from '../present.ts';
import { trainingOptions, trainingRecipe } from '../training-options.ts';

export const check = defineCommand({
  name: 'check',
  summary: 'look data, and a network meant for them, over before training',
  description: [
    'Looks for what makes training fail or its scores too good: missing values, samples that are in training and test, labels that were scaled, columns that are equal or constant, conflicting and rare labels, wide ranges with a function and C to squash them by, outliers, data that were prepared twice, and test data unlike those of training.',
    'With MODEL, the data are read as it was trained on them, and what it does to them itself is taken into account. Then the network is looked over with its loss and recipe, and one step is made with its first weights: faults that need no training to be told, and what diagnose would suspect.',
    'The exit code is 1 where a fault was found; warnings, notes and suspicions leave it 0.',
  ],
  model: {
    required: false,
    help: 'a network that the data are meant for, from a file, or a recipe, or the folder of a run',
  },
  options: {
    data: textOption('-d, --data <DATA>', 'data to look over, with their parts', { required: true }),
    against: textOption('-a, --against <TEST>', 'data that results are measured on, to compare with the training part'),
    ...trainingOptions,
    json: switchOption('--json', 'print the findings as one JSON object'),
  },
  examples: [
    { command: 'netwright check --data cars.csv --target MPG', does: 'everything that can be told from the data' },
    {
      command: 'netwright check model.keras --data data.npz --json',
      does: 'faults of a network that need no training to be told, for a build server',
    },
    {
      command: 'netwright check runs/20261122-141503-cars --data cars.csv --against new.csv',
      does: 'whether new data resemble those of training',
    },
  ],
  async run(model, options, { output }) {
    const { data, against, json = false } = options;
    if (data === undefined) throw new UsageError('give --data DATA');
    const recipe = trainingRecipe(options);
    const { checkFiles } = await import('../check-files.ts');
    const { lines, json: result, hasFault } = await checkFiles({ data, recipe, ...present({ model, against }) });
    output.print(json ? result : lines.join('\n'));
    return hasFault ? exitCodes.failed : exitCodes.fine;
  },
});
