/** Why a network does not learn: rules that suspect, trials that confirm, remedies that cure, and the report. */

export { chooseLoss } from './choose-loss.ts';
export type { Design } from './design.ts';
export { type DiagnoseOptions, type DiagnosisProgress, diagnose } from './diagnose.ts';
export { constantLoss } from './evidence/constant-loss.ts';
export type { Evidence, FlowEvidence, NamedStatistics, StartEvidence } from './evidence/evidence.ts';
export { gatherEvidence } from './evidence/gather-evidence.ts';
export { type Family, families } from './families.ts';
export type { LadderCurve, Rung } from './ladder/experiment.ts';
export { type LadderOptions, type LadderProgress, type LadderReport, runLadder } from './ladder/run-ladder.ts';
export { type RemedyName, remedyNames } from './remedies/index.ts';
export type { Cause, Diagnosis, Effect, Fix, Outcome } from './report/diagnosis.ts';
export { htmlReport } from './report/html.ts';
export { repairedDesign } from './report/patches/index.ts';
export { type TerminalOptions, terminalReport } from './report/terminal.ts';
export { rules } from './rules/index.ts';
export type { Measurement, Rule, Suspicion } from './rules/rule.ts';
export { type RuleSuspicion, suspicionsOf } from './rules/suspicions-of.ts';
export type { Subject } from './subject.ts';
export type { DiagnosisTask } from './task.ts';
export { runTrial, type TrialRequest, type TrialResult } from './trials/trial.ts';
export { trialKey } from './trials/trial-key.ts';
export { type CurveDiagnosis, diagnoseCurves } from './watch/diagnose-curves.ts';
export { type Finding, placeOf } from './watch/finding.ts';
export { partNamed } from './watch/recorded-curves.ts';
export { TrainingWatch, type TrainingWatchOptions } from './watch/training-watch.ts';
