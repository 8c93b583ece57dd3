import { type Dimension, formatShape, normalizeAxis } from '../../core/index.ts';
import type { NodeContext } from '../../graph/index.ts';
import { ungather } from '../gather-gradient.ts';
import { constantInts, type GradientContext, type Operator, random, values } from '../operator.ts';
import { broadcastReader, generate } from '../reference-tensor.ts';

const modes = ['constant', 'reflect', 'edge', 'wrap'];

/**
 * Adds positions before and after each axis: a constant (0 by default), the mirrored interior, the repeated edge or the
 * other end. Negative pads crop, before anything is repeated.
 */
export const pad: Operator = {
  opType: 'Pad',
  domain: '',
  inputs: ['data', 'pads', 'constant_value?', 'axes?'],
  outputs: ['output'],
  attributes: { mode: { type: 'string', default: 'constant' } },
  infer: (context) => {
    const { dtype, shape } = context.type(0);
    if (!modes.includes(context.string('mode'))) {
      throw context.error(`mode is '${context.string('mode')}', expected ${modes.join(', ')}`);
    }
    const pads = padsOf(context);
    return [{ dtype, shape: shape.map((length, axis) => paddedLength(context, length, pads, axis)) }];
  },
  gradient: (gradientContext) =>
    gradientContext.context.string('mode') === 'constant'
      ? constantGradient(gradientContext)
      : [repeatedGradient(gradientContext)],
  reference: (context, [x, , constant]) => {
    const [type] = pad.infer(context);
    const shape = type!.shape as number[];
    const pads = padsOf(context);
    const sources = shape.map((_, axis) => shownPositions(context, pads, axis));
    const read = broadcastReader(x!);
    const outside = constant?.data[0] ?? 0;
    return [
      generate(x!.dtype, shape, (index) => {
        const at = index.map((position, axis) => sources[axis]![position]!);
        return at.includes(-1) ? outside : read(at);
      }),
    ];
  },
  samples: [
    { inputs: [random([2, 3]), constantInts(1, 0, 0, 2)] },
    { name: 'a value', inputs: [random([2, 3]), constantInts(0, 1, 1, 1), random([])] },
    {
      name: 'given axes, cropped',
      inputs: [random([1, 2, 3, 4]), constantInts(1, -1, 2, -2), values([], [0]), constantInts(2, -1)],
    },
    { name: 'reflect', inputs: [random([3, 4]), constantInts(2, 1, 0, 3)], attributes: { mode: 'reflect' } },
    { name: 'edge', inputs: [random([2, 3]), constantInts(2, 0, 1, 3)], attributes: { mode: 'edge' } },
    { name: 'wrap', inputs: [random([2, 3]), constantInts(0, 2, 1, 2)], attributes: { mode: 'wrap' } },
    ...['reflect', 'edge', 'wrap'].map((mode) => ({
      name: `${mode}, cropped`,
      inputs: [random([4, 3]), constantInts(-1, 1, 2, -1)],
      attributes: { mode },
    })),
  ],
};

interface Pads {
  readonly before: readonly number[];
  readonly after: readonly number[];
}

function padsOf(context: NodeContext): Pads {
  const rank = context.rank(0);
  const pads = context.constantNumbers(1)!;
  const axes = context.constantNumbers(3)?.map((axis) => normalizeAxis(axis, rank)) ?? [...Array(rank).keys()];
  if (pads.length !== 2 * axes.length) {
    throw context.error(
      `there are ${pads.length} pads, expected ${2 * axes.length}: one before and one after each axis`,
    );
  }
  const before = new Array<number>(rank).fill(0);
  const after = new Array<number>(rank).fill(0);
  axes.forEach((axis, i) => {
    before[axis] = pads[i]!;
    after[axis] = pads[i + axes.length]!;
  });
  return { before, after };
}

/** The positions of an axis that negative pads leave: from `low` to before `high`. */
function keptRange(length: number, { before, after }: Pads, axis: number): { low: number; high: number } {
  return { low: Math.max(0, -before[axis]!), high: length - Math.max(0, -after[axis]!) };
}

function paddedLength(context: NodeContext, length: Dimension, pads: Pads, axis: number): Dimension {
  const more = pads.before[axis]! + pads.after[axis]!;
  if (typeof length === 'string') return more === 0 ? length : `(${length}${more < 0 ? '' : '+'}${more})`;
  const { low, high } = keptRange(length, pads, axis);
  const mode = context.string('mode');
  const most = {
    constant: Number.POSITIVE_INFINITY,
    reflect: high - low - 1,
    edge: Number.POSITIVE_INFINITY,
    wrap: high - low,
  }[mode]!;
  const empty = high < low || (high === low && mode !== 'constant' && more > 0);
  if (empty || pads.before[axis]! > most || pads.after[axis]! > most) {
    throw context.error(
      `axis ${axis} of ${formatShape(context.shape(0))} is too short for pads of ${pads.before[axis]} and ${pads.after[axis]} in mode '${mode}'`,
    );
  }
  return length + more;
}

/** For each output position along an axis the input position that it shows, −1 for the constant. */
function shownPositions(context: NodeContext, pads: Pads, axis: number): number[] {
  const length = context.concreteShape(0)[axis]!;
  const { low, high } = keptRange(length, pads, axis);
  const mode = context.string('mode');
  return Array.from({ length: length + pads.before[axis]! + pads.after[axis]! }, (_, index) => {
    const position = index - pads.before[axis]!;
    if (position >= low && position < high) return position;
    if (mode === 'constant') return -1;
    if (mode === 'edge') return position < low ? low : high - 1;
    if (mode === 'wrap') return position < low ? position + (high - low) : position - (high - low);
    return position < low ? 2 * low - position : 2 * (high - 1) - position;
  });
}

function constantGradient({ builder, context, cotangents, needs }: GradientContext) {
  const { before, after } = padsOf(context);
  const dy = cotangents[0]!;
  const dx = builder.op('Pad', [dy, builder.ints([...before, ...after].map((amount) => -amount))]);
  const total = (value: typeof dy) => builder.op('ReduceSum', [value], { keepdims: 0 });
  return [dx, undefined, needs(2) ? builder.op('Sub', [total(dy), total(dx)]) : undefined];
}

/** Every output position shows an input position: the gradient adds up what each one was shown at, axis by axis. */
function repeatedGradient({ builder, context, cotangents }: GradientContext) {
  const pads = padsOf(context);
  let dx = cotangents[0]!;
  context.concreteShape(0).forEach((length, axis) => {
    if (pads.before[axis] === 0 && pads.after[axis] === 0) return;
    const shape = (dx.shape as number[]).map((size, i) => (i === axis ? length : size));
    dx = ungather(builder, dx, builder.ints(shownPositions(context, pads, axis)), axis, shape);
  });
  return dx;
}
