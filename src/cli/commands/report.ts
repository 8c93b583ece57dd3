import { basename, resolve } from 'node:path';
import { choiceOption, defineCommand, switchOption, textOption } from '../command.ts';
import { exitCodes } from '../exit-codes.ts';

export const report = defineCommand({
  name: 'report',
  summary: 'write a page about runs into one HTML file',
  description: [
    'Writes a page that anyone can open: one HTML file with curves, layers, numbers, distributions, pictures, recipe and network, without scripts, a server or the network. It begins with what is wrong: what could not be read, and numbers that are not finite.',
    'RUN is the folder of a run of netwright, any folder with event files of TensorBoard, a folder above such folders, or an event file. Several are compared in the same charts.',
  ],
  model: { name: 'RUN', required: true, help: 'folders of runs, or event files' },
  isVariadic: true,
  options: {
    out: textOption('-o, --out <FILE>', 'file to write (default: <name of the run>.html)'),
    x: choiceOption('-x, --x <AXIS>', 'what curves are drawn over (default: step)', {
      step: true,
      epoch: true,
      time: true,
    }),
    json: switchOption('--json', 'print the path, the runs and the problems as one JSON object'),
  },
  examples: [
    { command: 'netwright report runs/20261122-141503-digits', does: 'writes 20261122-141503-digits.html' },
    { command: 'netwright report runs/a runs/b --out a-and-b.html', does: 'both runs in the same charts' },
    { command: 'netwright report lightning_logs/version_0', does: "other people's logs" },
  ],
  async run(first, { out, x = 'step', json = false }, { output, errors }, more) {
    const { reportRuns } = await import('../report/report-runs.ts');
    const { replaceFile, stringifyJson } = await import('../../records/index.ts');
    const paths = [first!, ...more];
    const { html, runs, problems } = await reportRuns(paths, x);
    const path = out ?? `${paths.length === 1 ? basename(resolve(paths[0]!)) : 'report'}.html`;
    replaceFile(path, html);
    if (json) output.print(stringifyJson({ path, bytes: Buffer.byteLength(html), runs, problems }, 2));
    else {
      for (const problem of problems) errors.print(`${errors.colors.yellow('warning:')} ${problem}`);
      output.print(path);
    }
    return exitCodes.fine;
  },
});
