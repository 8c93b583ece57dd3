import { type RemedyName, remedies } from './remedies/index.ts';
import type { Cause, Diagnosis, Fix, Outcome } from './report/diagnosis.ts';
import { constantScore } from './score.ts';
import { search } from './search/search.ts';
import { type Subject, taskOf } from './subject.ts';
import { describeTask, targetValues } from './task.ts';
import type { TrialRequest, TrialResult } from './trials/trial.ts';

export interface DiagnoseOptions {
  /** Makes one training: in this process, in workers, or from what is kept of earlier ones. */
  readonly run: (request: TrialRequest) => Promise<TrialResult>;
  /** What the search may spend; without it, it ends when the answer is clear. */
  readonly budget?: { readonly seconds?: number; readonly trials?: number };
  /** Three by default: 0, 1 and 2. */
  readonly seeds?: readonly number[];
  /** Ends the search early; the diagnosis tells what is known so far. */
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: DiagnosisProgress) => void;
}

export interface DiagnosisProgress {
  /** What is being tried, in words. */
  readonly stage: string;
  readonly trials: number;
  readonly seconds: number;
}

/** Finds out why a network does not learn. */
export async function diagnose(subject: Subject, { run, seeds = [0, 1, 2] }: DiagnoseOptions): Promise<Diagnosis> {
  const task = taskOf(subject);
  const begin = performance.now();
  const found = await search(subject, { seeds, run });
  const isCured = found.verdict === 'faulty';
  const half = (mean(found.before) + mean(found.after)) / 2;
  const failures = (scores: readonly number[]) => scores.filter((score) => score <= half).length / scores.length;
  return {
    verdict: found.verdict,
    summary: found.verdict,
    causes: found.causes.map(
      (cause): Cause => ({
        rule: cause.remedy,
        family: remedies[cause.remedy].family,
        title: remedies[cause.remedy].summary,
        status: 'confirmed',
        reason: cause.suspicion.reason,
        likelihood: cause.suspicion.likelihood,
        fix: fixOf(cause.remedy),
      }),
    ),
    minimalFix: found.minimal.map(fixOf),
    before: outcome(found.before),
    after: isCured ? outcome(found.after) : undefined,
    cost: { trials: found.trials, seconds: (performance.now() - begin) / 1000 },
    seeds: {
      used: seeds,
      failuresBefore: isCured ? failures(found.before) : 0,
      failuresAfter: isCured ? failures(found.after) : undefined,
    },
    task: describeTask(task),
    metric: task.kind === 'numbers' ? 'r2' : 'accuracy',
    constantScore: constantScore(task, targetValues(subject.validation ?? subject.train)),
  };
}

const fixOf = (remedy: RemedyName): Fix => {
  const { family, summary } = remedies[remedy];
  return { remedy, family, summary };
};

const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;

const outcome = (scores: readonly number[]): Outcome => ({ score: mean(scores), scores, losses: [] });
