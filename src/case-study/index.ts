/** The article's case study: its data, its ten steps as recipes, and what their curves must show. */
export { compressTime } from './compress-time.ts';
export { finalLoss, type LossCurve, summarizeCurve } from './curve.ts';
export { type CaseDataName, type CaseDataSet, caseDataSets, sampleCounts } from './data-sets/index.ts';
export type { CaseCurves } from './findings.ts';
export { authorsSteps, type CaseRun, type CaseRunName, caseRunNames, caseRuns } from './steps.ts';
export { type SeededCase, type ToldStep, tellStory, verdictOf } from './story.ts';
export { constantLossOf, writeSamples } from './write-samples.ts';
