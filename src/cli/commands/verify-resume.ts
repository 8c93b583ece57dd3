import { defineCommand, integerOption, switchOption, textOption } from '../command.ts';
import { exitCodes } from '../exit-codes.ts';

export const verifyResume = defineCommand({
  name: 'verify-resume',
  summary: 'prove that a run resumes to the same bits',
  description: [
    'Trains some recorded steps of a run again from one of its checkpoints and compares each with the record, bit by bit: loss, learning rate, norm of the gradients; and weights and the state of the optimizer where a later checkpoint lies on the way. Changes nothing in the run.',
    'Ends with 0 where all are equal and with 1 where one differs, which it names.',
  ],
  model: { required: true, help: 'the folder of a run, one of its checkpoints, or last for the newest run in --runs' },
  options: {
    steps: integerOption('--steps <N>', 'most steps to compare (default: 100)', 1),
    data: textOption('-d, --data <DATA>', 'the data, where they have been moved'),
    threads: integerOption(
      '--threads <N>',
      "threads of the engine (default: the run's; other numbers give other bits)",
      1,
    ),
    runs: textOption('--runs <DIR>', 'folder of runs (default: runs)'),
    json: switchOption('--json', 'print the result as one JSON object'),
  },
  examples: [
    { command: 'netwright verify-resume runs/20261122-141503-digits', does: 'on the machine that trained it' },
  ],
  async run(model, options, { output }) {
    const { steps = 100, data, threads, runs = 'runs', json = false } = options;
    const { verifyRun } = await import('../verify-run.ts');
    const result = await verifyRun({ run: model!, runs, data, steps, threads });
    if (json) output.print(JSON.stringify(result, undefined, 2));
    else for (const line of describe(result)) output.print(line);
    return result.equal ? exitCodes.fine : exitCodes.failed;
  },
});

/** The result in words. */
function describe({
  checkpoint,
  from,
  steps,
  compared,
  difference,
  engine,
}: Awaited<ReturnType<typeof import('../verify-run.ts')['verifyRun']>>): string[] {
  const range = `steps ${from + 1} to ${from + steps}, from ${checkpoint} by ${engine}`;
  if (difference === undefined) {
    const tensors = compared === undefined ? '' : ` and every tensor of ${compared}`;
    return [`${range}: every loss, learning rate and gradient norm${tensors} is equal, bit for bit`];
  }
  const { step, what, recorded, now } = difference;
  const hint =
    what === 'learningRate'
      ? '; a schedule over the whole run gives other rates since the run was extended by --epochs or --steps'
      : '';
  return [`${range}: differs first at step ${step}: ${what} was ${recorded} and is ${now}${hint}`];
}
