/** The board's HTTP interface. */
export type * from './api.ts';
export {
  type Buckets,
  decodeScalars,
  encodeScalars,
  type Marks,
  markKinds,
  type Points,
  type Series,
} from './scalars-format.ts';
