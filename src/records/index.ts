/** What a run leaves on disk: its folder, the recipe, the network, the history and the result; and reading it again. */
export { type CheckpointContents, readCheckpointFile, writeCheckpointFile } from './checkpoint-file.ts';
export {
  bestCheckpoints,
  type CheckpointName,
  checkpointFile,
  cutCheckpoints,
  listCheckpoints,
  pruneCheckpoints,
  removeTemporaries,
} from './checkpoint-folder.ts';
export type { DataDescription } from './data-description.ts';
export * from './event-files/index.ts';
export { makeFolder, replaceFile, replaceFileInPieces, replaceJson, stringifyJson } from './files.ts';
export { cutJsonLines, JsonLines, readJsonLines, replaceJsonLines } from './json-lines.ts';
export { encodeNpy } from './npy.ts';
export { dataMetadata, encodeNetwork, type OpenedModel, openModel } from './open-model.ts';
export { checkRunName, createRunFolder, type RunName, runFiles } from './run-folder.ts';
export {
  findRuns,
  isRunLines,
  lineFiles,
  type Recorded,
  RunLinesReader,
  type RunPlace,
  type RunRecord,
  readRun,
  type ScalarSeries,
} from './run-record/index.ts';
export { readSafetensors, type Safetensors, writeSafetensors } from './safetensors.ts';
