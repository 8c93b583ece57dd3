import { UsageError } from '../../core/index.ts';
import { defineCommand, namesOption, switchOption, textOption } from '../command.ts';
import { exitCodes } from '../exit-codes.ts';
import { present } from '../present.ts';

export const check = defineCommand({
  name: 'check',
  summary: 'look data over before training on them',
  description: [
    'Looks for what makes training fail or its scores too good: missing values, samples that are in training and test, labels that were scaled, columns that are equal or constant, conflicting and rare labels, wide ranges with a function and C to squash them by, outliers, data that were prepared twice, and test data unlike those of training.',
    'With MODEL, the data are read as it was trained on them, and what it does to them itself is taken into account. The exit code is 1 where a fault was found; warnings and notes leave it 0.',
  ],
  model: { required: false, help: 'the folder of a run or a network that the data are meant for' },
  options: {
    data: textOption('-d, --data <DATA>', 'data to look over, with their parts', { required: true }),
    against: textOption('-a, --against <TEST>', 'data that results are measured on, to compare with the training part'),
    target: textOption('-t, --target <NAME>', 'column or array to predict'),
    ignore: namesOption('--ignore <COLUMNS>', 'columns of a table to leave out, with commas between'),
    json: switchOption('--json', 'print the findings as one JSON object'),
  },
  examples: [
    { command: 'netwright check --data cars.csv --target MPG', does: 'everything that can be told from the data' },
    {
      command: 'netwright check runs/20261122-141503-cars --data cars.csv --against new.csv',
      does: 'whether new data resemble those of training',
    },
  ],
  async run(model, { data, against, target, ignore, json = false }, { output }) {
    if (data === undefined) throw new UsageError('give --data DATA');
    const { checkFiles } = await import('../check-files.ts');
    const {
      lines,
      json: result,
      hasFault,
    } = await checkFiles({ data, ...present({ model, against, target, ignore }) });
    output.print(json ? result : lines.join('\n'));
    return hasFault ? exitCodes.failed : exitCodes.fine;
  },
});
