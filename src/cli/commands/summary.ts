import { UsageError } from '../../core/index.ts';
import { defineCommand, namesOption, switchOption, textOption } from '../command.ts';
import { exitCodes } from '../exit-codes.ts';
import { present } from '../present.ts';

export const summary = defineCommand({
  name: 'summary',
  summary: 'show the layers of a network',
  description: [
    'Shows a network layer by layer: output shape, parameters, initialisation; and its inputs and outputs. The network of a recipe takes its input shape from the data; without MODEL it is the default network for the data.',
  ],
  model: {
    required: false,
    help: 'the folder of a run, a network (.onnx, .keras, .h5, .json), or a recipe (.json, .yaml, .ts, .js)',
  },
  options: {
    data: textOption('-d, --data <DATA>', 'data that the network is for; needed without MODEL'),
    target: textOption('-t, --target <NAME>', 'column or array to predict'),
    ignore: namesOption('--ignore <COLUMNS>', 'columns of a table to leave out, with commas between'),
    json: switchOption('--json', 'print the summary as one JSON object'),
  },
  examples: [
    { command: 'netwright summary runs/20261122-141503-digits', does: 'a trained network' },
    { command: 'netwright summary --data cars.csv --target MPG', does: 'what train would build for these data' },
  ],
  async run(model, { data, target, ignore, json = false }, { output }) {
    if (model === undefined && data === undefined) throw new UsageError('give MODEL, or --data DATA, or both');
    const { summarize } = await import('../summarize.ts');
    const { lines, json: result } = await summarize(present({ model, data, target, ignore }));
    output.print(json ? result : lines.join('\n'));
    return exitCodes.fine;
  },
});
