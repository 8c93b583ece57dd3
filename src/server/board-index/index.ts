/** The runs below a folder, kept up to date. */

export { reportFile } from './board-files.ts';
export { type BoardChange, BoardIndex, type BoardIndexOptions, firstVersion, NotFound, runOf } from './board-index.ts';
export { isJsonObject } from './json-object.ts';
export type { GraphPlace, PayloadPlace, Run } from './run.ts';
export type { PayloadKind } from './run-file.ts';
