/** What a run leaves on disk: its folder, the recipe, the network, the history and the result; and reading it again. */
export type { DataDescription } from './data-description.ts';
export { appendJsonLine, replaceFile, replaceJson, stringifyJson } from './files.ts';
export { encodeNpy } from './npy.ts';
export { encodeNetwork, type OpenedModel, openModel } from './open-model.ts';
export { checkRunName, createRunFolder, type RunName, runFiles } from './run-folder.ts';
export { readSafetensors, type Safetensors, writeSafetensors } from './safetensors.ts';
