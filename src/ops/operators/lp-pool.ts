import { type ConcreteShape, elementCount } from '../../core/index.ts';
import { arithmetic } from '../arithmetic.ts';
import { requireKind } from '../elementwise.ts';
import { type Operator, random } from '../operator.ts';
import { forEachTap, poolingAttributes, poolingSamples, poolingWindows } from '../pooling.ts';
import { explicitAttributes } from '../windows.ts';

/**
 * The norm (Σ |x|ᵖ)^(1/p) of each window, for p ≥ 1. dX = sign(X) |X|^(p − 1) Σ dY Y^(1 − p), the sum over the windows
 * that an element lies in; a window of zeros has the gradient 0.
 */
export const lpPool: Operator = {
  opType: 'LpPool',
  domain: '',
  inputs: ['X'],
  outputs: ['Y'],
  attributes: { ...poolingAttributes, p: { type: 'int', default: 2 } },
  infer: (context) => {
    requireKind(context, 0, 'float');
    if (context.int('p') < 1) throw context.error(`attribute 'p' is ${context.int('p')}, expected 1 or more`);
    const { dtype, shape } = context.type(0);
    return [{ dtype, shape: [...shape.slice(0, 2), ...poolingWindows(context).output] }];
  },
  gradient: ({ builder, context, inputs, outputs, cotangents }) => {
    const [x, y] = [inputs[0]!, outputs[0]!];
    const { add, mul, same, sub } = arithmetic(builder, x.dtype);
    const power = context.int('p') - 1;
    const raised = (value: typeof x, exponent: number) =>
      builder.op('Pow', [value, builder.scalar(exponent, value.dtype)]);
    const empty = same(y, 0);
    const shares = mul(mul(cotangents[0]!, raised(add(y, empty), -power)), sub(1, empty));
    const windows = poolingWindows(context);
    // The gradient of a mean of as many elements as a window has is that of a sum, but for its count.
    const spread = builder.op('AveragePoolGradient', [shares], {
      ...explicitAttributes({ ...windows, ...wholeWindows(windows, context.concreteShape(0).slice(2)) }),
      count_include_pad: 1,
      spatial_shape: context.concreteShape(0).slice(2),
    });
    const slope = mul(builder.op('Sign', [x]), raised(builder.op('Abs', [x]), power));
    return [mul(mul(spread, elementCount(windows.kernel)), slope)];
  },
  reference: (context, [x]) => {
    const windows = poolingWindows(context);
    const p = context.int('p');
    const shape = [...x!.shape.slice(0, 2), ...(windows.output as ConcreteShape)];
    const y = new Float64Array(elementCount(shape));
    forEachTap(windows, x!.shape, (xi, yi) => {
      y[yi]! += Math.abs(x!.data[xi]!) ** p;
    });
    return [{ dtype: x!.dtype, shape, data: y.map((sum) => sum ** (1 / p)) }];
  },
  samples: [1, 2, 3].flatMap((p) =>
    poolingSamples(
      (x) => [random(x)],
      () => ({ p }),
    ).map((sample) => ({ ...sample, name: `${sample.name}, p ${p}` })),
  ),
};

/** Padding at the ends so that every window lies inside, also those that a rounded-up output adds. */
function wholeWindows(windows: ReturnType<typeof poolingWindows>, spatial: readonly number[]): { ends: number[] } {
  const { kernel, strides, dilations, begins, ends, output } = windows;
  return {
    ends: spatial.map((length, axis) => {
      const reach = ((output[axis] as number) - 1) * strides[axis]! + (kernel[axis]! - 1) * dilations[axis]! + 1;
      return Math.max(ends[axis]!, reach - length - begins[axis]!);
    }),
  };
}
