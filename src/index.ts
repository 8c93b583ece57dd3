/**
 * netwright: builds deep networks that learn, and finds out why yours doesn't.
 *
 * @example
 * import { evaluate, fit, openDataset, openExecutor, resolveRecipe, sequential } from 'netwright';
 */
export * from './autodiff/index.ts';
export * from './charts/index.ts';
export {
  chooseVariation,
  type Decision,
  type InvarianceOptions,
  type InvarianceResult,
  measureInvariance,
  type OutputChange,
  type TransformationName,
  type Variation,
  variations,
} from './compare/index.ts';
export * from './compile/index.ts';
export * from './core/index.ts';
export * from './data/index.ts';
export {
  type Evidence,
  type Finding as WatchFinding,
  gatherEvidence,
  type LadderOptions,
  type LadderReport,
  type Rung,
  runLadder,
  type Subject as DiagnosisSubject,
  TrainingWatch,
  type TrainingWatchOptions,
} from './diagnosis/index.ts';
export * from './graph/index.ts';
export * from './importers/index.ts';
export * from './nn/index.ts';
export {
  allOperators,
  catalogue,
  evaluate as evaluateGraph,
  type GradientContext,
  type GradientRule,
  type Operator,
  type ReferenceTensor,
  toReference,
} from './ops/index.ts';
export * from './optim/index.ts';
export * from './passes/index.ts';
export {
  type EventBatch,
  type EventEntry,
  type EventFileFault,
  EventFileReader,
  type EventFileReaderOptions,
  EventFileWriter,
  type EventFileWriterOptions,
  type EventTag,
  type EventValue,
  encodePng,
  encodeValueImage,
  isEventFileName,
  readEventFile,
  readSafetensors,
  readValueMapping,
  type Safetensors,
  type ValueMapping,
  writeSafetensors,
} from './records/index.ts';
export * from './runtime/index.ts';
export * from './train/index.ts';
