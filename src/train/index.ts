/** Training: a loop that fires events, handlers that do the rest, recipes, default networks, evaluation and prediction. */
export * from './browser.ts';
export { type RecordRunOptions, RunRecorder } from './handlers/record-run.ts';
