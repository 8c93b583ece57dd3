/** Training: a loop that fires events, handlers that do the rest, recipes, default networks, evaluation and prediction. */
export * from './browser.ts';
export { type OpenedCheckpoint, openCheckpoint } from './checkpoint-state.ts';
export { fingerprintOf } from './data-fingerprint.ts';
export { LookSchedule } from './event-log/look-schedule.ts';
export { EventLog, type LogEventsOptions } from './handlers/log-events.ts';
export { type RecordedFinding, type RecordRunOptions, RunRecorder } from './handlers/record-run.ts';
export { type SaveCheckpointsOptions, saveCheckpoints } from './handlers/save-checkpoints.ts';
export { networkFingerprint } from './network-fingerprint.ts';
