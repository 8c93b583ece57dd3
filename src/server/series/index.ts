/** Curves in memory, and what a chart shows of them. */
export { axisReader } from './axis-reader.ts';
export { drawSeries } from './draw-series.ts';
export { type Piece, partsOf } from './parts.ts';
export { ScalarColumn } from './scalar-column.ts';
