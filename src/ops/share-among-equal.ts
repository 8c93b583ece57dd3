import type { Value } from '../graph/index.ts';
import { arithmetic } from './arithmetic.ts';
import type { GradientContext } from './operator.ts';
import { reduceAlike } from './reduction.ts';

/** The gradient of Max and Min: to the inputs that equal the output, in equal shares. */
export function shareAmongEqual(context: GradientContext, dy: Value, y: Value): readonly (Value | undefined)[] {
  const { builder, needs } = context;
  const inputs = context.inputs.map((input) => input!);
  if (inputs.length === 1) return [dy];
  const { same, div, mul } = arithmetic(builder, y.dtype);
  const chosen = inputs.map((input) => same(input, y));
  const share = div(dy, builder.op('Sum', chosen));
  return chosen.map((mask, index) => (needs(index) ? mul(share, mask) : undefined));
}

/** The gradient of ReduceMax and ReduceMin: to the elements that equal the result, in equal shares. */
export function shareAmongReduced(context: GradientContext, dy: Value, x: Value, y: Value): Value {
  const { same, div, mul } = arithmetic(context.builder, x.dtype);
  const chosen = same(x, y);
  return mul(chosen, div(dy, reduceAlike(context, 'ReduceSum', chosen)));
}
