import { type Shape, sameShape } from '../core/index.ts';
import type { GraphBuilder, Value } from '../graph/index.ts';

/**
 * Sums a cotangent back to the shape of a value that was broadcast: the one place where broadcasting is undone. A
 * cotangent smaller than the value (left unexpanded by a gradient rule) is expanded.
 */
export function sumToShape(builder: GraphBuilder, cotangent: Value, shape: Shape): Value {
  if (sameShape(cotangent.shape, shape)) return cotangent;
  const extra = cotangent.shape.length - shape.length;
  const axes = cotangent.shape.flatMap((length, axis) =>
    axis < extra || (shape[axis - extra] === 1 && length !== 1) ? [axis] : [],
  );
  const leading = axes.length > 0 && axes.every((axis) => axis < extra);
  let result = cotangent;
  if (axes.length > 0) {
    result = builder.op('ReduceSum', [result, builder.ints(axes)], { keepdims: leading ? 0 : 1 });
  }
  if (result.shape.length > shape.length) {
    result = builder.op('Reshape', [result, builder.ints(shape as number[])]);
  }
  return sameShape(result.shape, shape) ? result : builder.op('Expand', [result, builder.ints(shape as number[])]);
}
