/** The part of the board's interface that its web app is built with: types, and the reader of curves. */
export type * from './api.ts';
export { type Buckets, decodeScalars, type Marks, markKinds, type Points, type Series } from './scalars-format.ts';
