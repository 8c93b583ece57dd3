import { UsageError } from '../../core/index.ts';
import { choiceOption, defineCommand, integerOption, switchOption } from '../command.ts';
import { exitCodes } from '../exit-codes.ts';

/** Where no terminal says how high it is. */
const usualHeight = 20;
const mostWidth = 120;

export const plot = defineCommand({
  name: 'plot',
  summary: 'draw curves of runs in the terminal, or list their tags',
  description: [
    'Draws curves in the terminal. Every spike has its dot, however many points there are; numbers that are not finite stand above the plot as marks (× NaN, ▲ ∞, ▼ −∞). Without TAG the tags are listed.',
    'RUN is the folder of a run of netwright, any folder with event files of TensorBoard, a folder above such folders, or an event file. Further arguments that are paths are runs, others are tags.',
  ],
  model: { name: 'RUN [TAG]', required: true, help: 'folders of runs and tags' },
  isVariadic: true,
  options: {
    x: choiceOption('-x, --x <AXIS>', 'what curves are drawn over (default: step)', {
      step: true,
      epoch: true,
      time: true,
    }),
    log: switchOption('--log', 'a logarithmic axis of values (default: where positive values differ 20-fold)'),
    linear: switchOption('--linear', 'a linear axis of values'),
    width: integerOption('--width <COLUMNS>', 'columns (default: the terminal, at most 120)', 20),
    height: integerOption('--height <LINES>', 'lines (default: 20)', 6),
  },
  examples: [
    { command: 'netwright plot runs/digits', does: 'lists the tags' },
    { command: 'netwright plot runs/digits loss/train loss/val', does: 'two curves' },
    { command: 'netwright plot runs/a runs/b loss/train --log', does: 'one curve of two runs' },
  ],
  async run(first, { x = 'step', log, linear, width, height = usualHeight }, { output, errors }, more) {
    if (log && linear) throw new UsageError('give --log or --linear, not both');
    const { plotRuns } = await import('../plot-runs.ts');
    const columns = width ?? Math.max(20, Math.min(mostWidth, output.columns));
    const scale = log ? 'logarithmic' : linear ? 'linear' : undefined;
    const request = { args: [first!, ...more], axis: x, scale, width: columns, height } as const;
    const { lines, problems } = await plotRuns(request, output.colors);
    output.print(lines.join('\n'));
    for (const problem of problems) errors.print(`${errors.colors.yellow('warning:')} ${problem}`);
    return exitCodes.fine;
  },
});
