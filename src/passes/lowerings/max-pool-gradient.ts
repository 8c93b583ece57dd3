import type { GraphBuilder, Value } from '../../graph/index.ts';
import { dataTypeNumbers } from '../../graph/index.ts';

/** Padding that no maximum equals. */
export const lowest = -3.4028234663852886e38;

/** 1 where both are equal, else 0. */
export function equalMask(builder: GraphBuilder, a: Value, b: Value): Value {
  return builder.op('Cast', [builder.op('Equal', [a, b])], { to: dataTypeNumbers[a.dtype] });
}
