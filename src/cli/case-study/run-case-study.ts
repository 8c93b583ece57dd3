import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import {
  type CaseDataName,
  caseDataSets,
  caseRunNames,
  caseRuns,
  finalLoss,
  type SeededCase,
  tellStory,
} from '../../case-study/index.ts';
import { createRunFolder, replaceFile, replaceJson } from '../../records/index.ts';
import { formatDuration, formatNumber, formatQuantity } from '../format.ts';
import { listenForInterrupts } from '../interrupts.ts';
import type { Screen } from '../screen.ts';
import { phases } from '../train-messages.ts';
import { bothPaths } from './both-paths.ts';
import { type CaseStudyResult, storyLines } from './case-facts.ts';
import { casePage } from './case-page.ts';
import { type DiagnosedCase, diagnoseCase, validationErrorOf } from './diagnose-case.ts';
import { trainCases } from './train-case.ts';
import { writeStory } from './write-story.ts';

/** What `netwright case-study` was asked for. */
export interface CaseStudyRequest {
  readonly data: CaseDataName;
  readonly firstSeed: number;
  readonly seeds: number;
  /** Whether everything is done in a third of the steps. */
  readonly fast: boolean;
  /** Seconds that the diagnosis may take; 0 for none. */
  readonly diagnosisSeconds: number;
  /** Folder to write into; by default a new one below `runs`. */
  readonly out: string | undefined;
}

/** By how much `--fast` shortens trainings. */
const fastCompression = 3;

/**
 * Makes the article's case study: trains its steps, tells what each shows, diagnoses the first attempt, and writes the report.
 *
 * @throws FileError, TrainingError where it was interrupted, and what training and diagnosis throw
 */
export async function runCaseStudy(
  { data, firstSeed, seeds: seedCount, fast, diagnosisSeconds, out }: CaseStudyRequest,
  screen: Screen,
  errors: Screen,
): Promise<CaseStudyResult> {
  const folder = out === undefined ? createRunFolder('runs', { slug: 'case-study' }) : freshFolder(out);
  const seeds = Array.from({ length: seedCount }, (_, index) => firstSeed + index);
  const jobs = availableParallelism();
  const total = seedCount * caseRunNames.length;
  const compression = fast ? fastCompression : 1;
  screen.print(
    `case study  ${data}: ${formatQuantity(total, 'training')} of ${formatQuantity(seedCount, 'seed')}, ${jobs} at a time, in ${folder}`,
  );
  const cases = await withInterrupts(screen, (phase) =>
    trainCases(
      { folder, dataSet: caseDataSets[data], seeds, compression, jobs },
      phase,
      ({ seed, name, end: { outcome } }, left) => {
        const loss = outcome.training === undefined ? outcome.reason : `loss ${formatNumber(outcome.training.loss)}`;
        screen.print(`${caseRuns[name].name}, seed ${seed}: ${loss} (${formatDuration(outcome.seconds)})`);
        screen.progress(left === 0 ? undefined : `${formatQuantity(left, 'training')} left`);
      },
    ),
  );
  const story = tellStory(cases);
  writeStory(folder, cases, story);
  const diagnosed =
    diagnosisSeconds === 0
      ? undefined
      : await diagnoseCase({ folder, seed: firstSeed, seconds: diagnosisSeconds, seeds: fast ? 1 : 3 }, screen, errors);
  const result: CaseStudyResult = { folder, data, fast, cases, story, diagnosed };
  const report = join(folder, 'report.html');
  replaceFile(report, casePage(result));
  replaceJson(join(folder, 'case-study.json'), factsOf(result));
  show(result, report, screen);
  return result;
}

function freshFolder(out: string): string {
  return createRunFolder(join(out, '..'), { name: out.split(/[\\/]/).filter(Boolean).at(-1)!, slug: 'case-study' });
}

async function withInterrupts<Result>(
  screen: Screen,
  work: (phase: SharedArrayBuffer) => Promise<Result>,
): Promise<Result> {
  const phase = new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT);
  const stopListening = listenForInterrupts(phase, screen, {
    before: 'interrupted before training began',
    first: 'finishing the steps that run; press Ctrl-C again to end at once',
  });
  Atomics.store(new Int32Array(phase), 0, phases.training);
  try {
    return await work(phase);
  } finally {
    stopListening();
    screen.progress(undefined);
  }
}

function show(result: CaseStudyResult, report: string, screen: Screen): void {
  const agreeing = result.story.filter(({ agrees }) => agrees).length;
  screen.print(['', ...storyLines(result), ''].join('\n'));
  screen.print(`${agreeing} of ${result.story.length} findings agree with the article`);
  for (const line of bothPaths(result)?.lines ?? []) screen.print(line);
  screen.print(`report      ${report}`);
  screen.print(`board       npx netwright board ${result.folder}`);
}

/** What `case-study.json` holds and `--json` prints. */
export function factsOf({ folder, data, fast, cases, story, diagnosed }: CaseStudyResult): Record<string, unknown> {
  return {
    folder,
    data,
    fast,
    seeds: cases.map(({ seed }) => seed),
    finalLosses: cases.map(finalLosses),
    steps: story.map(({ step: { id, claim, test }, observations, agrees }) => ({
      id,
      claim,
      test,
      agrees,
      observations,
    })),
    ...(diagnosed === undefined ? {} : { diagnosis: diagnosisFacts(diagnosed) }),
  };
}

function finalLosses({ seed, curves }: SeededCase): Record<string, unknown> {
  return { seed, ...Object.fromEntries(caseRunNames.map((name) => [name, finalLoss(curves[name])])) };
}

function diagnosisFacts({ diagnosis, repaired }: DiagnosedCase): Record<string, unknown> {
  const { verdict, summary, causes, minimalFix, before, after, cost } = diagnosis;
  return {
    verdict,
    summary,
    causes: causes.map(({ rule, status }) => ({ rule, status })),
    fix: minimalFix.map(({ remedy }) => remedy),
    before: before.score,
    after: after?.score,
    repairedValidationError: validationErrorOf(repaired),
    cost,
  };
}
