/** TensorBoard's event files: written, and read as they grow. */
export { decodeGraph, type EventGraphNode, type EventGraphShape } from './decode-graph.ts';
export type { EventKind } from './decode-value.ts';
export { encodePng, type Pixels } from './encode-png.ts';
export type { EventEntry, EventPlace } from './event-entry.ts';
export {
  type EventBatch,
  type EventFileFault,
  EventFileReader,
  type EventFileReaderOptions,
  readEventFile,
} from './event-file-reader.ts';
export { EventFileWriter, type EventFileWriterOptions, type TagDescription } from './event-file-writer.ts';
export { type EventTag, EventTags } from './event-tags.ts';
export type {
  EventAudio,
  EventGraph,
  EventHistogram,
  EventHyperParameters,
  EventImages,
  EventLayout,
  EventSession,
  EventTensor,
  EventText,
  EventValue,
  Experiment,
  ExperimentHyperParameter,
  ExperimentMetric,
  HyperParameterValue,
  LayoutCategory,
  LayoutChart,
  SessionStatus,
} from './event-value.ts';
export { isEventFileName } from './file-name.ts';
export { ScalarColumns } from './scalar-columns.ts';
export { encodeValueImage, readValueMapping, type ValueImage, type ValueMapping } from './value-image.ts';
