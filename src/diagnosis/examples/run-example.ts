import type { Executor } from '../../runtime/index.ts';
import type { Evidence } from '../evidence/evidence.ts';
import { gatherEvidence } from '../evidence/gather-evidence.ts';
import type { RemedyName } from '../remedies/index.ts';
import type { Rule, Suspicion } from '../rules/rule.ts';
import { testableSuspicion } from '../rules/suspicions-of.ts';
import { constantScore } from '../score.ts';
import { type Subject, taskOf } from '../subject.ts';
import { targetValues } from '../task.ts';
import { runTrial } from '../trials/trial.ts';
import { type RuleExample, sickTraining, subjectOf, type Training } from './example.ts';

/** What a rule and its remedies made of one training. */
export interface ExampleOutcome {
  readonly suspicion: Suspicion | undefined;
  /** Score of the best constant answer. */
  readonly floor: number;
  /** Mean score over the seeds as it is, no less than the floor. */
  readonly before: number;
  /** By set of remedies, likewise. */
  readonly after: readonly { readonly remedies: readonly RemedyName[]; readonly score: number }[];
  /** What the best set of remedies adds to the score, over what the best possible training would add to the floor. */
  readonly gain: number;
}

/** Trains the sick training of an example or its healthy twin, asks the rule, and tries the remedies. */
export async function runExample(
  rule: Rule,
  example: RuleExample,
  which: 'sick' | 'healthy',
  executor: Executor,
): Promise<ExampleOutcome> {
  const training: Training = which === 'sick' ? sickTraining(example) : example.healthy;
  const subject = subjectOf(training);
  const seeds = Array.from({ length: example.seeds ?? 2 }, (_, seed) => seed);
  const task = taskOf(subject);
  const floor = constantScore(task, targetValues(subject.validation ?? subject.train));
  const trials = (remedies: readonly RemedyName[]) => runTrials(subject, remedies, seeds, executor);
  const asIs = await trials([]);
  const evidence: Evidence = { ...(await gatherEvidence(subject, executor)), asIs };
  const suspected = await rule.suspect(evidence);
  const suspicion = suspected && testableSuspicion(suspected, evidence);
  const scoreOf = (results: Awaited<ReturnType<typeof trials>>) =>
    results.reduce((sum, { score }) => sum + Math.max(floor, Number.isNaN(score) ? floor : score), 0) / results.length;
  const before = scoreOf(asIs);
  const sets = suspicion === undefined ? [] : (example.cures ?? suspicion.remedies.map((name) => [name]));
  const after: { remedies: readonly RemedyName[]; score: number }[] = [];
  for (const remedies of sets) after.push({ remedies, score: scoreOf(await trials(remedies)) });
  const best = Math.max(before, ...after.map(({ score }) => score));
  return { suspicion, floor, before, after, gain: (best - before) / (1 - floor) };
}

async function runTrials(
  subject: Subject,
  remedies: readonly RemedyName[],
  seeds: readonly number[],
  executor: Executor,
) {
  const results = [];
  for (const seed of seeds) results.push(await runTrial(subject, { remedies, seed }, executor));
  return results;
}
