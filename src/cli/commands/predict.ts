import { UsageError } from '../../core/index.ts';
import { formatChoices, type PredictionFormat, streamChoiceOf, streamChoices } from '../choices.ts';
import { choiceOption, defineCommand, textOption } from '../command.ts';
import { exitCodes } from '../exit-codes.ts';

export const predict = defineCommand({
  name: 'predict',
  summary: 'compute the outputs of a network for new data',
  description: [
    'Writes one line for each sample: for classes the likeliest one and its probability, for numbers the numbers. With --format npy an array with one row for each sample: the probabilities of all classes, or the numbers. Columns are found by the names that the network was trained on; others are passed over.',
  ],
  model: { required: true, help: 'the folder of a run, or a network of any format that train takes' },
  options: {
    data: textOption('-d, --data <DATA>', 'data to predict from, in any format that train takes; also one image', {
      required: true,
    }),
    output: textOption('-o, --output <FILE>', 'file to write to; by default the standard output'),
    format: choiceOption(
      '-f, --format <FORMAT>',
      'how to write (default: what the ending of --output says, otherwise csv)',
      formatChoices,
    ),
    stream: choiceOption('--stream <WHEN>', 'leave the data on disk and read them batch by batch', streamChoices),
  },
  examples: [
    { command: 'netwright predict runs/20261122-141503-cars --data new.csv', does: 'a table on the standard output' },
    { command: 'netwright predict model.onnx --data photos/ --output photos.npy', does: 'an array for NumPy' },
  ],
  async run(model, { data, output: file, format: chosen, stream = 'auto' }, { output, errors }) {
    const format = chosen ?? formatOf(file);
    if (format === 'npy' && file === undefined && output.isTerminal) {
      throw new UsageError('npy is not for people to read: name a file with --output, or send the output elsewhere');
    }
    const { predictWithModel } = await import('../predict-with-model.ts');
    const contents = await predictWithModel(
      { model: model!, data: data!, format, file, stream: streamChoiceOf[stream] },
      errors,
    );
    if (contents !== undefined) await output.write(contents);
    return exitCodes.fine;
  },
});

function formatOf(file: string | undefined): PredictionFormat {
  const ending = (/\.(\w+)$/.exec(file ?? '')?.[1] ?? '').toLowerCase();
  return Object.hasOwn(formatChoices, ending) ? (ending as PredictionFormat) : 'csv';
}
