import { elementCount, formatShape } from '../../core/index.ts';
import { NodeContext, netwrightDomain } from '../../graph/index.ts';
import { type Operator, random, type Sample, values } from '../operator.ts';
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
    checkedWindows(context);
    return [context.type(0)];
  },
  gradient: { missing: 'second derivatives of a max pooling' },
  reference: (context, [x, y, dy]) => {
    const windows = checkedWindows(context);
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
  samples: [
    ...poolingSamples((x, y) => pooled(x, y, 97)),
    ...poolingSamples((x, y) => pooled(x, y, 3)).map((sample) => ({ ...sample, name: `${sample.name}, with ties` })),
  ].map(withMaximum),
};

/** X with so many distinct elements, a place for Y, and dY. */
function pooled(x: readonly number[], y: readonly number[], distinct: number): Sample['inputs'] {
  const elements = Array.from({ length: elementCount(x) }, (_, i) => ((i * i + 5 * i) % distinct) - distinct / 2);
  return [values(x, elements), undefined, random(y)];
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
  return { ...(name === undefined ? {} : { name }), inputs: [x, values(y!.shape, [...y!.data]), dy], attributes };
}

function checkedWindows(context: NodeContext): Windows {
  const windows = poolingWindows(context);
  const expected = [...context.shape(0).slice(0, 2), ...windows.output];
  for (const input of [1, 2]) {
    if (context.shape(input).join() !== expected.join()) {
      throw context.error(
        `${context.schema.inputs[input]} has shape ${formatShape(context.shape(input))}, expected ${formatShape(expected)}`,
      );
    }
  }
  return windows;
}
