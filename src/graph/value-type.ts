import { formatShape, sameShape } from '../core/index.ts';
import type { ValueType } from './ir.ts';

/** True where data type and shape are the same, symbolic axes by name. */
export function sameType(a: ValueType, b: ValueType): boolean {
  return a.dtype === b.dtype && sameShape(a.shape, b.shape);
}

/** `float32[batch, 10]`, as types are printed in messages. */
export function formatType({ dtype, shape }: ValueType): string {
  return `${dtype}${formatShape(shape)}`;
}
