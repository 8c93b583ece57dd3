/** The article's case study: its data, its ten steps as recipes, what their curves must show, and the report. */
export { compressTime } from './compress-time.ts';
export { finalLoss, firstLoss, type LossCurve, largestLoss, summarizeCurve } from './curve.ts';
export { type CaseCurves, type CaseStep, caseSteps, type FindingContext, type Observation } from './findings.ts';
export { fieldSize, fullWell, type StarFields, simulateStarFields, starTargets } from './star-fields.ts';
export { type CaseRun, type CaseRunName, caseRunNames, caseRuns } from './steps.ts';
export { type SeededCase, type ToldStep, tellStory, verdictOf } from './story.ts';
export { constantLossOf, sampleCounts, writeStarFields } from './write-star-fields.ts';
