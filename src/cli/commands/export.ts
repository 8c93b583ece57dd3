import { UsageError } from '../../core/index.ts';
import { exportFormatChoices, namingChoices } from '../choices.ts';
import { choiceOption, defineCommand, switchOption, textOption } from '../command.ts';
import { exitCodes } from '../exit-codes.ts';
import { present } from '../present.ts';

/** `netwright export`; `export` itself is a word of the language. */
export const exportCommand = defineCommand({
  name: 'export',
  summary: 'write a network into a file for other programs',
  description: [
    'Writes a network as it is used: dropouts are gone, the preparation of raw data is inside, and outputs are in the units of the target. ONNX files run everywhere and can still be trained; safetensors files hold the weights alone; .keras files are models of Keras 3.',
  ],
  model: { required: true, help: 'the folder of a run, or a network of any format that train takes' },
  options: {
    format: choiceOption(
      '-f, --format <FORMAT>',
      'kind of file (default: what the ending of --output says, otherwise onnx)',
      exportFormatChoices,
    ),
    output: textOption('-o, --output <FILE>', 'file to write (default: beside the model, with its name)'),
    foldBatchNorm: switchOption('--fold-batch-norm', 'multiply batch normalisations into the layers before them'),
    naming: choiceOption(
      '--naming <NAMING>',
      'names and layouts in a safetensors file (default: netwright)',
      namingChoices,
    ),
    force: switchOption('--force', 'replace a file that exists'),
    json: switchOption('--json', 'print what was written as one JSON object'),
  },
  examples: [
    { command: 'netwright export runs/20261122-141503-digits', does: 'an ONNX file in the folder of the run' },
    {
      command: 'netwright export runs/cars --format safetensors --naming pytorch --output cars.safetensors',
      does: 'the weights as a PyTorch state dict',
    },
  ],
  async run(model, options, { output }) {
    const { exportModel, formatOf } = await import('../export-model.ts');
    const format = options.format ?? formatOf(options.output) ?? 'onnx';
    if (options.naming !== undefined && format !== 'safetensors') {
      throw new UsageError(`--naming is for --format safetensors; ${format} has its own names`);
    }
    const { output: file, foldBatchNorm, naming, force, json = false } = options;
    const result = await exportModel({ model: model!, format, ...present({ file, foldBatchNorm, naming, force }) });
    if (json) output.print(JSON.stringify(result, undefined, 2));
    else for (const line of describe(result)) output.print(line);
    return exitCodes.fine;
  },
});

/** What was written, in words. */
function describe({
  file,
  inputs,
  outputs,
  bytes,
}: Awaited<ReturnType<typeof import('../export-model.ts')['exportModel']>>) {
  return [
    `written to ${file} (${bytes.toLocaleString('en-US')} bytes)`,
    ...inputs.map((input) => `input   ${input}`),
    ...outputs.map((value) => `output  ${value}`),
  ];
}
