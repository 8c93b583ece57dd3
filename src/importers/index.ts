/** Models of other frameworks: what their files hold becomes a network that can be trained. */
export type { ExportedFile, ExportOptions, ExportSource, TensorNaming } from './export/export-format.ts';
export { type ExportFormat, exportFormats, exportNetwork } from './export/export-network.ts';
export { fitToLoss } from './fit-to-loss.ts';
export { type FormatReader, formatReaders, otherFormats } from './formats.ts';
export type { DataInput, ImportedModel, ImportNote, ModelFormat, OpenNetworkOptions } from './imported-model.ts';
export { activationNames, kerasLayers, kerasTraining } from './keras/index.ts';
export { loadStateDict, type StateDictReport } from './load-state-dict.ts';
export { loadWeights } from './load-weights.ts';
export { isModelDescription, openNetwork } from './open-network.ts';
