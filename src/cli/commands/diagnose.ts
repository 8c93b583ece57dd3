import { join } from 'node:path';
import { UsageError } from '../../core/index.ts';
import { defineCommand, integerOption, OptionFault, switchOption, textOption } from '../command.ts';
import { exitCodes } from '../exit-codes.ts';
import { trainingOptions, trainingRecipe } from '../training-options.ts';

const units: Readonly<Record<string, number>> = { '': 1, s: 1, m: 60, min: 60, h: 3600 };

/** Seconds that `60s`, `5m` or `1.5h` stand for. */
function parseDuration(text: string): number {
  const [, number, unit] = /^(\d+(?:\.\d+)?) ?(s|m|min|h|)$/.exec(text) ?? [];
  const seconds = Number(number) * (units[unit ?? ''] ?? Number.NaN);
  if (seconds > 0 && Number.isFinite(seconds)) return seconds;
  throw new OptionFault('expected a time such as 60s, 5m or 1h');
}

export const diagnose = defineCommand({
  name: 'diagnose',
  summary: 'find out by experiments why a network does not learn',
  description: [
    'Reads the network, its recipe and the data, suspects what could keep it from learning, and trains it with one thing changed at a time, under the same seeds and with the same batches, until the smallest set of changes is found that makes it learn. Nothing is called a cause before a training said so.',
    'A .keras file brings its loss, optimizer and learning rate; options replace them. Trainings run side by side, one engine thread each. Their results are kept in --runs, so that the same command goes on after Ctrl-C or a crash. Ctrl-C ends the trainings that run and tells what is known; a second Ctrl-C ends it at once.',
    'Of a finished run, the folder of one of yours or of any program that TensorBoard shows, the curves are read: what they speak of, how likely each cause is, and the experiment that would tell. That trains nothing and confirms nothing.',
    'The exit code is 0 where the network is healthy, and 1 where it is faulty, where there is nothing to learn in the data, or where the budget or Ctrl-C ended the search before the answer was clear.',
  ],
  model: {
    required: true,
    help: 'a network from a file (.onnx, .keras, .h5, .json), or a recipe with a network; of a folder of runs, or an event file, the curves are read',
  },
  options: {
    data: textOption('-d, --data <DATA>', 'data that it is trained on, as for train; by default the recipe names them'),
    ...trainingOptions,
    budget: {
      flags: '--budget <TIME>',
      help: 'time that the search may take, such as 60s or 5m (default: until the answer is clear)',
      parse: parseDuration,
    },
    trials: integerOption('--trials <N>', 'trainings that the search may make (default: until the answer is clear)', 2),
    seeds: integerOption('--seeds <N>', "seeds of every comparison, from the recipe's on (default: 3)", 1),
    ladder: switchOption(
      '--ladder',
      'make the ladder of experiments as well: one point, two, one batch by heart, learning-rate range, batches of one',
    ),
    workers: integerOption('-j, --workers <N>', 'trainings at a time (default: one a processor)', 1),
    runs: textOption('--runs <DIR>', 'folder in which results are kept, in diagnoses/ (default: runs)'),
    out: textOption('-o, --out <DIR>', 'folder for report.html and report.json (default: where its trials are kept)'),
    fix: {
      flags: '--fix [DIR]',
      help: 'write the repaired network, as it is before training, and the recipe that trains it (default: fixed/ where the trials are kept)',
      parse: (text: string): string | true => text,
    },
    json: switchOption('--json', 'print the diagnosis as one JSON object, and progress on the error stream'),
  },
  examples: [
    {
      command: 'netwright diagnose model.keras --data data.npz --epochs 20 --batch-size 32',
      does: 'why a Keras network does not learn',
    },
    {
      command: 'netwright diagnose model.onnx --data data.npz --loss mse --optimizer sgd --learning-rate 0.1',
      does: 'the same for a network of PyTorch',
    },
    {
      command: 'netwright diagnose runs/mpg',
      does: 'what the curves of a finished run speak of, ours or of any TensorBoard folder',
    },
    { command: 'netwright diagnose recipe.yaml --budget 60s --json', does: 'what a minute tells, for another program' },
  ],
  async run(model, options, { output, errors }) {
    const { budget, trials, seeds = 3, ladder = false, workers, runs = 'runs', json = false } = options;
    const recipe = trainingRecipe(options);
    const { stringifyJson } = await import('../../records/index.ts');
    const { diagnoseRuns, isOfRuns, showRunDiagnosis } = await import('../diagnose-runs.ts');
    if (isOfRuns(model!)) {
      const { json: _json, shuffle = true, ...others } = options;
      if (!shuffle || Object.values(others).some((value) => value !== undefined)) {
        throw new UsageError(`${model} is read by its curves alone, and takes no option but --json`, {
          advice: 'To diagnose its network by trainings, give recipe.json in the folder of the run, or a model file',
        });
      }
      const diagnoses = await diagnoseRuns(model!);
      if (json) output.print(stringifyJson({ runs: diagnoses }, 2));
      else {
        for (const [index, each] of diagnoses.entries()) {
          if (index > 0) output.print('');
          showRunDiagnosis(each, output);
        }
      }
      return diagnoses.every(({ verdict }) => verdict === 'nothing-found') ? exitCodes.fine : exitCodes.failed;
    }
    const { diagnoseModel } = await import('../diagnose-model.ts');
    const { writeReports } = await import('../write-diagnosis.ts');
    const { writeFix } = await import('../write-fix.ts');
    const { terminalReport } = await import('../../diagnosis/index.ts');
    const screen = json ? errors : output;
    const request = {
      model: model!,
      data: options.data,
      recipe,
      seconds: budget,
      trials,
      seeds,
      ladder,
      workers,
      runs,
    };
    const { diagnosis, folder, subject } = await diagnoseModel(request, screen, errors);
    const { fix } = options;
    const isCured = diagnosis.minimalFix.length > 0;
    const target = fix === true ? join(folder, 'fixed') : fix;
    const fixed = target === undefined || !isCured ? undefined : await writeFix(target, subject, diagnosis);
    const { html } = writeReports(options.out ?? folder, diagnosis, `${model} on ${subject.train.source}`);
    if (json) output.print(stringifyJson(diagnosis, 2));
    else {
      const { columns: width, colors: paint } = output;
      output.print(['', ...terminalReport(diagnosis, { width, paint }), `report      ${html}`].join('\n'));
      if (fix !== undefined && !isCured) output.print('fixed       nothing: there is no change that cures');
    }
    if (fixed !== undefined) {
      for (const note of fixed.notes) screen.print(`note        ${note}`);
      screen.print(`fixed       ${fixed.files.join(', ')}`);
      screen.print(`next        npx netwright train ${join(target!, 'recipe.json')}`);
    }
    return diagnosis.verdict === 'healthy' ? exitCodes.fine : exitCodes.failed;
  },
});
