import type { Executor } from '../runtime/index.ts';
import { gatherEvidence } from './evidence/gather-evidence.ts';
import { describeDiagnosis } from './report/describe-diagnosis.ts';
import type { Diagnosis } from './report/diagnosis.ts';
import { plannedUpdates } from './rules/planned-updates.ts';
import { likelihoodsOf, suspicionsOf } from './rules/suspicions-of.ts';
import { constantScore } from './score.ts';
import { Budget } from './search/budget.ts';
import { Scoreboard } from './search/scoreboard.ts';
import { search } from './search/search.ts';
import { updateLimits, wholePlanLimits } from './search/update-limits.ts';
import type { Subject } from './subject.ts';
import { targetValues } from './task.ts';
import type { TrialRequest, TrialResult } from './trials/trial.ts';

export interface DiagnoseOptions {
  /** Runs the first step whose signals and gradients rules look at. */
  readonly executor: Executor;
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
export async function diagnose(subject: Subject, options: DiagnoseOptions): Promise<Diagnosis> {
  const { executor, run, seeds = [0, 1, 2], signal, onProgress = () => undefined } = options;
  const evidence = await gatherEvidence(subject, executor);
  const { task } = evidence;
  const budget = new Budget({ ...options.budget, ...(signal && { signal }) });
  let stage = 'reading';
  const tell = () => onProgress({ stage, trials: budget.trials, seconds: budget.seconds });
  const board = new Scoreboard({
    subject,
    context: { task, train: subject.train },
    seeds,
    run: async (request) => {
      const result = await run(request);
      tell();
      return result;
    },
    budget,
    floor: constantScore(task, targetValues(subject.validation ?? subject.train)),
  });
  let suspicions = await suspicionsOf(evidence);
  const found = await search({
    board,
    trainingFloor: constantScore(task, targetValues(subject.train)),
    async suspect(asIs) {
      suspicions = await suspicionsOf({ ...evidence, asIs });
      return likelihoodsOf(suspicions);
    },
    hasDataFault: suspicions.some(({ suspicion }) => suspicion.measured?.status === 'confirmed'),
    limits: (pilot) => updateLimits(plannedUpdates(subject), pilot, options.budget?.seconds),
    longerLimits(limits, longest) {
      if (task.kind !== 'numbers') return undefined;
      const seconds = options.budget?.seconds;
      return wholePlanLimits(limits, longest, seconds && seconds - budget.seconds, seeds.length);
    },
    onStage(text) {
      stage = text;
      tell();
    },
  });
  budget.close();
  return describeDiagnosis({ subject, task, suspicions, found, board, budget });
}
