import { elementCount, normalizeAxis } from '../core/index.ts';
import type { ReferenceTensor } from './operator.ts';

/** The attribute of operators that work along one axis, the last by default. */
export const axisAttribute = { axis: { type: 'int', default: -1 } } as const;

/** Replaces every one-dimensional row of a tensor along an axis by what `apply` makes of it. */
export function alongAxis(
  x: ReferenceTensor,
  axis: number,
  apply: (row: Float64Array) => Float64Array,
): ReferenceTensor {
  const at = normalizeAxis(axis, x.shape.length);
  const length = x.shape[at]!;
  const stride = elementCount(x.shape.slice(at + 1));
  const data = new Float64Array(x.data.length);
  const row = new Float64Array(length);
  for (let first = 0; first < data.length; first++) {
    if (Math.floor(first / stride) % length !== 0) continue;
    for (let i = 0; i < length; i++) row[i] = x.data[first + i * stride]!;
    const result = apply(row);
    for (let i = 0; i < length; i++) data[first + i * stride] = result[i]!;
  }
  return { ...x, data };
}
