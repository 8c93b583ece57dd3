import { caseDataChoices } from '../choices.ts';
import { choiceOption, defineCommand, integerOption, switchOption, textOption } from '../command.ts';
import { exitCodes } from '../exit-codes.ts';

/** Seconds that the diagnosis may take. */
const diagnosisSeconds = { fast: 29, full: 480 } as const;

export const caseStudy = defineCommand({
  name: 'case-study',
  summary: "make the article's case study: a network that does not learn, put right in ten steps",
  description: [
    "Takes star fields, simulated, with photon counts from 0 to 140,000,000, or real maps of how many people live where, from 0 to 22,000,000 in a cell; trains the ten steps of the article's case study on them, and says of each whether its finding holds: what was tried, what the curve shows, agree or disagree. Then diagnose looks at the first attempt, told nothing, and both paths are put side by side.",
    'Data, recipes, runs with their event files, and report.html are written into a new folder, which netwright board shows. The exit code is 0 where every finding agrees.',
  ],
  model: { required: false, help: 'none: the case study brings its own' },
  options: {
    data: choiceOption(
      '--data <NAME>',
      'what it is made on: simulated stars or real cities (default: stars)',
      caseDataChoices,
    ),
    seed: integerOption('--seed <N>', 'seed of data and trainings, the first one of several (default: 0)', 0),
    seeds: integerOption('--seeds <N>', 'seeds under which everything is trained (default: 3, with --fast 1)', 1),
    fast: switchOption('--fast', 'in a third of the steps, decays included'),
    diagnose: switchOption('--no-diagnose', 'leave out the diagnosis of the first attempt'),
    out: textOption('-o, --out <DIR>', 'new folder to write into (default: runs/<time>-case-study)'),
    json: switchOption('--json', 'print the findings as one JSON object, and progress on the error stream'),
  },
  examples: [
    { command: 'netwright case-study --fast', does: 'the whole story in about a minute' },
    { command: 'netwright case-study --data cities', does: 'on real data, maps around the large cities of the world' },
    { command: 'netwright case-study --seeds 5 --out stars', does: 'under five seeds, into stars/' },
  ],
  async run(
    model,
    { data = 'stars', seed = 0, fast = false, diagnose = true, out, json = false, ...options },
    { output, errors },
  ) {
    const { UsageError } = await import('../../core/index.ts');
    if (model !== undefined) throw new UsageError(`case-study takes no MODEL, received ${model}`);
    const { runCaseStudy, factsOf } = await import('../case-study/run-case-study.ts');
    const { stringifyJson } = await import('../../records/index.ts');
    const { seeds = fast ? 1 : 3 } = options;
    const seconds = diagnose ? diagnosisSeconds[fast ? 'fast' : 'full'] : 0;
    const request = { data, firstSeed: seed, seeds, fast, diagnosisSeconds: seconds, out };
    const result = await runCaseStudy(request, json ? errors : output, errors);
    if (json) output.print(stringifyJson(factsOf(result), 2));
    return result.story.every(({ agrees }) => agrees) ? exitCodes.fine : exitCodes.failed;
  },
});
