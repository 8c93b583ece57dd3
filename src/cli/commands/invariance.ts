import { defineCommand, integerOption, switchOption, textOption } from '../command.ts';
import { exitCodes } from '../exit-codes.ts';

export const invariance = defineCommand({
  name: 'invariance',
  summary: 'measure how much the output moves when images are shifted, turned and scaled',
  description: [
    'Moves every image and says how many decisions become others, and how far the output moves as a share of its spread over the samples. Images are interpolated linearly, with the pixels of the border beyond it; beside each figure stands that of the same movement there and back, which is what the interpolation alone does.',
  ],
  model: { required: true, help: 'the folder of a run, or a network of any format that train takes' },
  options: {
    data: textOption('-d, --data <DATA>', 'images, as for predict; of several parts the test part', { required: true }),
    shift: textOption('--shift <PIXELS>', 'shifts, with commas between (default: 1,2,4)'),
    rotate: textOption('--rotate <DEGREES>', 'turns, with commas between (default: 5,15,30)'),
    scale: textOption('--scale <FACTORS>', 'sizes, with commas between (default: 0.9,1.1)'),
    limit: integerOption('--limit <N>', 'most samples, taken at equal distances (default: 1000)', 1),
    output: textOption('-o, --output <FILE>', 'also write the table (.md), the chart (.svg) or both (.html)'),
    json: switchOption('--json', 'print the result as one JSON object'),
  },
  examples: [
    { command: 'netwright invariance runs/20261122-141503-digits --data digits.npz', does: 'all three movements' },
    {
      command: 'netwright invariance model.onnx --data photos/ --shift 1,2,3,4 --output shifts.svg',
      does: 'with a chart; transformations that are not named keep their defaults',
    },
  ],
  async run(model, options, { output, errors }) {
    const { data, shift = '1,2,4', rotate = '5,15,30', scale = '0.9,1.1', limit = 1000, json = false } = options;
    const { checkOutputFile, writeOutputFile } = await import('../output-file.ts');
    checkOutputFile(options.output);
    const { invarianceOfModel, parseStrengths } = await import('../invariance-of-model.ts');
    const { toText } = await import('../written-table.ts');
    const { stringifyJson } = await import('../../records/index.ts');
    const strengths = {
      shift: parseStrengths('shift', shift),
      rotate: parseStrengths('rotate', rotate),
      scale: parseStrengths('scale', scale),
    };
    const screen = json ? errors : output;
    const { report, json: result } = await invarianceOfModel({ model: model!, data: data!, strengths, limit }, screen);
    screen.print(toText(report.table).join('\n'));
    if (options.output !== undefined) writeOutputFile(options.output, report);
    if (json) output.print(stringifyJson(result, 2));
    return exitCodes.fine;
  },
});
