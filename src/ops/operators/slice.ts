import { type Dimension, normalizeAxis } from '../../core/index.ts';
import type { GraphBuilder, NodeContext, Value } from '../../graph/index.ts';
import { constantInts, type Operator, random } from '../operator.ts';
import { broadcastReader, generate } from '../reference-tensor.ts';

/**
 * Every `step`-th position from `start` to before `end` along each axis given. Negative bounds count from the end, bounds
 * beyond an end are clamped, and a negative step walks backwards.
 */
export const slice: Operator = {
  opType: 'Slice',
  domain: '',
  inputs: ['data', 'starts', 'ends', 'axes?', 'steps?'],
  outputs: ['output'],
  attributes: {},
  infer: (context) => {
    const { dtype, shape } = context.type(0);
    const cuts = cutsByAxis(context);
    return [{ dtype, shape: shape.map((length, axis) => cutLength(length, cuts.get(axis))) }];
  },
  gradient: ({ builder, context, outputs, cotangents }) => {
    const shape = context.concreteShape(0);
    const kept = outputs[0]!.shape as number[];
    if (kept.includes(0)) return [];
    const before = shape.map(() => 0);
    const after = shape.map(() => 0);
    let dx = cotangents[0]!;
    for (const [axis, cut] of cutsByAxis(context)) {
      const { first, step } = span(cut, shape[axis]!);
      const count = kept[axis]!;
      const stride = Math.abs(step);
      if (step < 0) dx = reversed(builder, dx, axis);
      if (stride > 1) dx = spread(builder, dx, axis, stride);
      before[axis] = step < 0 ? first + (count - 1) * step : first;
      after[axis] = shape[axis]! - before[axis] - count * stride;
    }
    return [builder.op('Pad', [dx, builder.ints([...before, ...after])])];
  },
  reference: (context, [x]) => {
    const [type] = slice.infer(context);
    const cuts = cutsByAxis(context);
    const spans = x!.shape.map((length, axis) => span(cuts.get(axis) ?? whole, length));
    const read = broadcastReader(x!);
    return [
      generate(x!.dtype, type!.shape as number[], (index) =>
        read(index.map((position, axis) => spans[axis]!.first + position * spans[axis]!.step)),
      ),
    ];
  },
  samples: [
    { inputs: [random([4, 5]), constantInts(1, 0), constantInts(3, 4)] },
    {
      name: 'negative axis and bounds',
      inputs: [random([3, 5]), constantInts(-3), constantInts(-1), constantInts(-1)],
    },
    { name: 'bounds beyond the ends', inputs: [random([2, 4]), constantInts(-9), constantInts(99), constantInts(1)] },
    {
      name: 'steps',
      inputs: [random([7, 5]), constantInts(1, 0), constantInts(7, 5), constantInts(0, 1), constantInts(3, 2)],
    },
    {
      name: 'backwards',
      inputs: [random([2, 5]), constantInts(-1), constantInts(-99), constantInts(1), constantInts(-1)],
    },
    {
      name: 'backwards by two',
      inputs: [random([6, 2]), constantInts(4), constantInts(0), constantInts(0), constantInts(-2)],
    },
    { name: 'nothing left', inputs: [random([3, 2]), constantInts(2), constantInts(1), constantInts(0)] },
  ],
};

interface Cut {
  readonly start: number;
  readonly end: number;
  readonly step: number;
}

const whole: Cut = { start: 0, end: Number.POSITIVE_INFINITY, step: 1 };

function cutsByAxis(context: NodeContext): ReadonlyMap<number, Cut> {
  const starts = context.constantNumbers(1)!;
  const ends = context.constantNumbers(2)!;
  const axes = context.constantNumbers(3) ?? starts.map((_, axis) => axis);
  const steps = context.constantNumbers(4) ?? starts.map(() => 1);
  if ([ends, axes, steps].some((list) => list.length !== starts.length)) {
    throw context.error(
      `there are ${starts.length} starts, ${ends.length} ends, ${axes.length} axes and ${steps.length} steps, expected as many of each`,
    );
  }
  if (steps.includes(0)) throw context.error('a step is 0');
  return new Map(
    axes.map((axis, i) => [
      normalizeAxis(axis, context.rank(0)),
      { start: starts[i]!, end: ends[i]!, step: steps[i]! },
    ]),
  );
}

/** The first position that a cut takes, its step, and how many positions it takes. */
function span({ start, end, step }: Cut, length: number): { first: number; step: number; count: number } {
  const clamp = (bound: number, low: number, high: number) =>
    Math.min(Math.max(bound < 0 ? bound + length : bound, low), high);
  const first = step > 0 ? clamp(start, 0, length) : clamp(start, 0, length - 1);
  const stop = step > 0 ? clamp(end, 0, length) : clamp(end, -1, length - 1);
  return { first, step, count: Math.max(0, Math.ceil((stop - first) / step)) };
}

/** The length that is left of an axis; a part of a symbolic one gets a name of its own. */
function cutLength(length: Dimension, cut: Cut | undefined): Dimension {
  if (cut === undefined) return length;
  if (typeof length === 'number') return span(cut, length).count;
  // No axis is shorter than 1.
  if ((cut.start === 0 && cut.end === 1) || (cut.start === -1 && cut.end >= 2 ** 31 - 1)) return 1;
  const complete = cut.start === 0 && cut.end >= 2 ** 31 - 1 && cut.step === 1;
  return complete ? length : `${length}[${cut.start}:${cut.end}:${cut.step}]`;
}

function reversed(builder: GraphBuilder, value: Value, axis: number): Value {
  const bounds = [[-1], [-(2 ** 31)], [axis], [-1]].map((numbers) => builder.ints(numbers));
  return builder.op('Slice', [value, ...bounds]);
}

/** Inserts stride − 1 zeros after each position along the axis. */
function spread(builder: GraphBuilder, value: Value, axis: number, stride: number): Value {
  const shape = value.shape as number[];
  const apart = [...shape.slice(0, axis + 1), 1, ...shape.slice(axis + 1)];
  const pads = [...apart.map(() => 0), ...apart.map((_, i) => (i === axis + 1 ? stride - 1 : 0))];
  const padded = builder.op('Pad', [builder.op('Reshape', [value, builder.ints(apart)]), builder.ints(pads)]);
  const joined = shape.map((length, i) => (i === axis ? length * stride : length));
  return builder.op('Reshape', [padded, builder.ints(joined)]);
}
