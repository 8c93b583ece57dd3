import { broadcastShapes, toNumbers } from '../../core/index.ts';
import { dataTypeNumbers, type Value } from '../../graph/index.ts';
import { arithmetic } from '../arithmetic.ts';
import { combine, requireKind } from '../elementwise.ts';
import { type GradientContext, type Operator, random, values } from '../operator.ts';

/**
 * Z = Xʸ, with broadcasting; the exponent may have another type. As in PyTorch, the gradient of x⁰ is 0, also at x = 0,
 * and so is the gradient with respect to an exponent y ≥ 0 where x is 0.
 */
export const pow: Operator = {
  opType: 'Pow',
  domain: '',
  inputs: ['X', 'Y'],
  outputs: ['Z'],
  attributes: {},
  infer: (context) => {
    requireKind(context, 0, 'number');
    requireKind(context, 1, 'number');
    return [{ dtype: context.type(0).dtype, shape: broadcastShapes(context.shape(0), context.shape(1)) }];
  },
  gradient: (gradientContext) => {
    const { builder, inputs, outputs, cotangents, needs } = gradientContext;
    const base = inputs[0]!;
    const dy = cotangents[0]!;
    const { add, mul, same } = arithmetic(builder, base.dtype);
    // 0ʸ has no logarithm: ln 1 = 0 takes its place.
    const logarithm = () => builder.op('Log', [add(base, same(base, 0))]);
    return [
      needs(0) ? baseCotangent(gradientContext, dy, base) : undefined,
      needs(1) ? cast(gradientContext, mul(dy, mul(outputs[0]!, logarithm())), inputs[1]!) : undefined,
    ];
  },
  reference: (_context, [x, y]) => [combine([x!, y!], ([base, exponent]) => base! ** exponent!)],
  samples: [
    { inputs: [random([2, 3], 0.3, 2), random([2, 3])] },
    { name: 'broadcast both ways', inputs: [random([2, 1, 3], 0.3, 2), random([4, 1])] },
    { name: 'square of either sign', inputs: [random([2, 3]), { ...values([], [2]), constant: true }] },
    { name: 'constant cube', inputs: [random([2, 3]), { ...values([], [3]), constant: true }] },
    { name: 'constant root', inputs: [random([2, 3], 0.3, 2), { ...values([1], [0.5]), constant: true }] },
    ...[-2, -1, -0.5, 1.5, 4].map((exponent) => ({
      name: `constant ${exponent}`,
      inputs: [random([2, 3], 0.3, 2), { ...values([], [exponent]), constant: true }],
    })),
    { name: 'constant 1', inputs: [random([2, 3]), { ...values([], [1]), constant: true }] },
    { name: 'constant 0', inputs: [values([3], [0, 1, -2]), { ...values([], [0]), constant: true }] },
    { name: 'integer exponents', inputs: [random([2, 3]), values([3], [0, 1, 3], 'int64')] },
  ],
};

function baseCotangent(gradientContext: GradientContext, dy: Value, base: Value): Value | undefined {
  const { builder, context, inputs } = gradientContext;
  const { mul, sub } = arithmetic(builder, base.dtype);
  const constant = context.constant(1);
  if (constant?.data.length === 1) {
    const exponent = toNumbers(constant)[0]!;
    if (exponent === 0) return undefined;
    if (exponent === 1) return dy;
    const slope = mul(
      exponent === 2 ? base : builder.op('Pow', [base, builder.scalar(exponent - 1, base.dtype)]),
      exponent,
    );
    return mul(dy, slope);
  }
  const exponent = cast(gradientContext, inputs[1]!, base);
  // The exponent 0 stays 0 instead of becoming −1, so that 0⁰ has the slope 0 · 1 and not 0 · ∞.
  const nonZero = builder.op('Not', [builder.op('Equal', [exponent, builder.scalar(0, exponent.dtype)])]);
  const reduced = sub(exponent, builder.op('Cast', [nonZero], { to: dataTypeNumbers[base.dtype] }));
  return mul(dy, mul(exponent, builder.op('Pow', [base, reduced])));
}

function cast({ builder }: GradientContext, value: Value, like: Value): Value {
  return value.dtype === like.dtype ? value : builder.op('Cast', [value], { to: dataTypeNumbers[like.dtype] });
}
