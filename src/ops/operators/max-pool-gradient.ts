import { type ConcreteShape, elementCount, formatShape } from '../../core/index.ts';
import { NodeContext, netwrightDomain } from '../../graph/index.ts';
import { plainAttributes } from '../convolution.ts';
import { type Operator, random, type Sample, type SampleInput, values } from '../operator.ts';
import { forEachTap, poolingAttributes, poolingSamples, poolingWindows } from '../pooling.ts';
import type { Windows } from '../windows.ts';
import { maxPool } from './max-pool.ts';

/**
 * The gradient of a max pooling: dX from X, Y = MaxPool(X) and dY.
 *
 * Where several elements of a window tie for the maximum, each gets an equal share: a subgradient, and the only choice
 * that neither depends on the order of elements nor multiplies the gradient. (PyTorch gives all of it to the first.)
 * Ties are common: flat regions of an image tie in every window.
 */
export const maxPoolGradient: Operator = {
  opType: 'MaxPoolGradient',
  domain: netwrightDomain,
  inputs: ['X', 'Y', 'dY'],
  outputs: ['dX'],
  attributes: poolingAttributes,
  infer: (context) => {
    checkedWindows(context, [1, 2]);
    return [context.type(0)];
  },
  // Linear in dY, and otherwise constant almost everywhere.
  gradient: ({ builder, context, inputs, cotangents, needs }) => [
    undefined,
    undefined,
    needs(2)
      ? builder.op('MaxPoolTangent', [inputs[0], inputs[1], cotangents[0]], { ...plainAttributes(context) })
      : undefined,
  ],
  reference: (context, [x, y, dy]) => {
    const windows = checkedWindows(context, [1, 2]);
    const dx = new Float64Array(x!.data.length);
    const ties = new Float64Array(y!.data.length);
    forEachTap(windows, x!.shape, (xi, yi) => {
      if (x!.data[xi] === y!.data[yi]) ties[yi]!++;
    });
    forEachTap(windows, x!.shape, (xi, yi) => {
      if (x!.data[xi] === y!.data[yi]) dx[xi]! += dy!.data[yi]! / ties[yi]!;
    });
    return [{ dtype: x!.dtype, shape: x!.shape, data: dx }];
  },
  samples: maximumSamples((_x, y) => random(y)),
};

/**
 * Samples of operators that take X and its maxima Y, both constant, and a third input, made from the shapes of X and Y:
 * without ties and with many.
 */
export function maximumSamples(third: (x: ConcreteShape, y: ConcreteShape) => SampleInput): Sample[] {
  const pooled = (x: ConcreteShape, y: ConcreteShape, distinct: number): Sample['inputs'] => {
    const elements = Array.from({ length: elementCount(x) }, (_, i) => ((i * i + 5 * i) % distinct) - distinct / 2);
    return [{ ...values(x, elements), constant: true }, undefined, third(x, y)];
  };
  return [
    ...poolingSamples((x, y) => pooled(x, y, 97)),
    ...poolingSamples((x, y) => pooled(x, y, 3)).map((sample) => ({ ...sample, name: `${sample.name}, with ties` })),
  ].map(withMaximum);
}

/** Puts the maximum of X in its place. */
function withMaximum({ name, inputs, attributes = {} }: Sample): Sample {
  const [x, , dy] = inputs;
  const tagged = Object.entries(attributes).map(([key, value]) => [
    key,
    typeof value === 'number' ? { type: 'int', value } : { type: 'ints', value },
  ]);
  const node = { name: '', opType: 'MaxPool', domain: '', inputs: ['X'], outputs: ['Y'] };
  const tensor = { dtype: x!.dtype, shape: x!.shape, data: Float64Array.from(x!.values!) };
  const context = new NodeContext({ ...node, attributes: Object.fromEntries(tagged) }, maxPool, [tensor]);
  const [y] = maxPool.reference(context, [tensor]);
  return {
    ...(name === undefined ? {} : { name }),
    inputs: [x, { ...values(y!.shape, [...y!.data]), constant: true }, dy],
    attributes,
  };
}

/** The windows of a pooling of X; checks that the inputs `pooled` have one element a window. */
export function checkedWindows(context: NodeContext, pooled: readonly number[]): Windows {
  const windows = poolingWindows(context);
  const expected = [...context.shape(0).slice(0, 2), ...windows.output];
  for (const input of pooled) {
    if (context.shape(input).join() !== expected.join()) {
      throw context.error(
        `${context.schema.inputs[input]} has shape ${formatShape(context.shape(input))}, expected ${formatShape(expected)}`,
      );
    }
  }
  return windows;
}
