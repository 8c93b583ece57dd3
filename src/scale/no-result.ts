import type { TrialResult } from '../diagnosis/index.ts';

/** What stands for the result of a trial that has none. */
export function noResult(outcome: 'interrupted' | 'refused', refusal?: string): TrialResult {
  return {
    applied: [],
    losses: [],
    score: Number.NEGATIVE_INFINITY,
    trainingScore: Number.NEGATIVE_INFINITY,
    steps: 0,
    seconds: 0,
    outcome,
    ...(refusal === undefined ? {} : { refusal }),
  };
}
