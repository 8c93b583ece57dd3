import { type CaseCurves, type CaseStep, caseSteps, type Observation } from './findings.ts';

/** The trainings of one seed. */
export interface SeededCase {
  readonly seed: number;
  readonly curves: CaseCurves;
  /** Loss of always answering the mean of the training targets. */
  readonly constantLoss: number;
  /** Time that the trainings took, one after the other. */
  readonly seconds: number;
}

/** What one step shows over all seeds. */
export interface ToldStep {
  readonly step: CaseStep;
  /** One for each seed. */
  readonly observations: readonly (Observation & { readonly seed: number })[];
  /** Whether the article's claim holds under every seed. */
  readonly agrees: boolean;
}

/** Compares every step's curves with what the article says of them. */
export function tellStory(cases: readonly SeededCase[]): ToldStep[] {
  return caseSteps.map((step) => {
    const observations = cases.map(({ seed, ...context }) => ({ seed, ...step.observe(context) }));
    return { step, observations, agrees: observations.every(({ agrees }) => agrees) };
  });
}

/** `agree`, or `disagree` with the number of seeds under which the claim does not hold. */
export function verdictOf({ agrees, observations }: ToldStep): string {
  if (agrees) return 'agree';
  if (observations.length === 1) return 'disagree';
  return `disagree (${observations.filter((one) => !one.agrees).length} of ${observations.length} seeds)`;
}
