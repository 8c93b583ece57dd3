import type { GraphBuilder, NodeContext, Value } from '../graph/index.ts';
import { arithmetic, zerosOf } from './arithmetic.ts';
import type { GradientContext } from './operator.ts';
import type { RecurrentActivation } from './recurrent-activations.ts';

/** One direction in which a recurrent operator reads the sequence. */
export interface Direction {
  readonly backward: boolean;
  readonly activations: readonly RecurrentActivation[];
}

/**
 * What the gradient of a cell is written with, for one direction. Rows of matrices are steps · batch, in order of time;
 * a list has one [batch, ...] value a step, in order of time as well.
 */
export interface CellContext {
  readonly context: NodeContext;
  readonly builder: GraphBuilder;
  readonly activations: readonly RecurrentActivation[];
  /** The steps in the order in which the direction takes them. */
  readonly order: readonly number[];
  readonly units: number;
  /** [rows, features] */
  readonly x: Value;
  /** Hidden state after each step, [rows, units]. */
  readonly output: Value;
  /** Hidden state before each step, [rows, units]. */
  readonly before: Value;
  /** [gates · units, features] */
  readonly w: Value;
  /** [gates · units, units] */
  readonly r: Value;
  /** [gates · units]; undefined where there are no biases. */
  readonly inputBias: Value | undefined;
  readonly recurrentBias: Value | undefined;
  /** Initial states, [batch, units]. */
  readonly initial: readonly Value[];
  /** Cotangents of the output at each step, [batch, units]; undefined where nothing depends on it. */
  readonly outputCotangents: readonly Value[] | undefined;
  /** Cotangents of the last states, [batch, units]. */
  readonly lastCotangents: readonly Value[];
}

/** What a cell hands back for one direction. */
export interface CellCotangents {
  /** Of W x + W_b, [rows, gates · units]. */
  readonly input: Value;
  /** Of what R_b is added to, [rows, gates · units]. */
  readonly recurrent: Value;
  /** Of R; default `recurrent`ᵀ · `before`. */
  readonly r?: Value;
  /** Of the initial states. */
  readonly initial: readonly Value[];
}

/** Writes the walk back through time. */
export type CellGradient = (cell: CellContext) => CellCotangents;

/**
 * The gradient of a recurrent operator. What each step computed is computed again from the hidden states that the
 * forward pass returns, for all steps in one product; only what must go step by step does: the cotangent of the state.
 * The gradients of the weights are again one product over all steps.
 */
export function differentiateRecurrent(
  gradientContext: GradientContext,
  cell: { readonly opType: string; readonly gradient: CellGradient; readonly states: readonly string[] },
  directions: readonly Direction[],
): readonly (Value | undefined)[] {
  const { builder, context, inputs, outputs, cotangents } = gradientContext;
  const [x, w, r] = inputs as [Value, Value, Value];
  const [bias, lengths, ...initial] = inputs.slice(3);
  if (lengths !== undefined) {
    throw context.error(
      "has no gradient: the input 'sequence_lens' gives each sample a length of its own",
      'Give all samples of a batch the same length',
    );
  }
  const { dtype } = x;
  const [steps, batch, features] = context.concreteShape(0) as [number, number, number];
  const units = context.concreteShape(2)[2]!;
  const count = directions.length;
  const reshape = (value: Value, shape: readonly number[]) => builder.op('Reshape', [value, builder.ints(shape)]);
  /** The parts of a value that belong to each direction, without that axis. */
  const byDirection = (value: Value | undefined, axis: number, shape: readonly number[]) =>
    value === undefined
      ? directions.map(() => undefined)
      : pieces(builder, value, axis, count).map((piece) => reshape(piece, shape));
  const zeros = () => zerosOf(builder, dtype, [batch, units]);
  const attributes = Object.fromEntries(
    Object.entries(context.node.attributes).map(([name, attribute]) => [name, attribute.value]),
  );
  const y = outputs[0]?.name ? outputs[0] : builder.op(cell.opType, inputs, attributes);

  const matrix = reshape(x, [steps * batch, features]);
  const weights = byDirection(w, 0, w.shape.slice(1) as number[]);
  const recurrentWeights = byDirection(r, 0, r.shape.slice(1) as number[]);
  const biases = byDirection(bias, 0, (bias?.shape.slice(1) ?? []) as number[]);
  const hidden = byDirection(y, 1, [steps * batch, units]);
  const given = byDirection(cotangents[0], 1, [steps * batch, units]);
  const states = cell.states.map((_, index) => ({
    initial: byDirection(initial[index], 0, [batch, units]),
    last: byDirection(cotangents[1 + index], 0, [batch, units]),
  }));

  const results = directions.map(({ backward, activations }, d) => {
    const order = Array.from({ length: steps }, (_, i) => (backward ? steps - 1 - i : i));
    const starts = states.map((state) => state.initial[d] ?? zeros());
    const before = stateBefore(builder, hidden[d]!, starts[0]!, backward, steps);
    const [inputBias, recurrentBias] = biases[d] === undefined ? [] : pieces(builder, biases[d], 0, 2);
    const { input, recurrent, ...rest } = cell.gradient({
      context,
      builder,
      activations,
      order,
      units,
      x: matrix,
      output: hidden[d]!,
      before,
      w: weights[d]!,
      r: recurrentWeights[d]!,
      inputBias,
      recurrentBias,
      initial: starts,
      outputCotangents: given[d] === undefined ? undefined : pieces(builder, given[d], 0, steps),
      lastCotangents: states.map((state) => state.last[d] ?? zeros()),
    });
    const total = (value: Value) => builder.op('ReduceSum', [value, builder.ints([0])], { keepdims: 0 });
    return {
      x: builder.op('MatMul', [input, weights[d]]),
      w: builder.op('Gemm', [input, matrix], { transA: 1 }),
      r: rest.r ?? builder.op('Gemm', [recurrent, before], { transA: 1 }),
      bias: builder.op('Concat', [total(input), total(recurrent)], { axis: 0 }),
      initial: rest.initial,
    };
  });
  const { add } = arithmetic(builder, dtype);
  const stacked = (values: readonly Value[]) => {
    const parts = values.map((value) => reshape(value, [1, ...(value.shape as number[])]));
    return builder.op('Concat', parts, { axis: 0 });
  };
  return [
    reshape(
      results.map((result) => result.x).reduce((a, b) => add(a, b)),
      [steps, batch, features],
    ),
    stacked(results.map((result) => result.w)),
    stacked(results.map((result) => result.r)),
    stacked(results.map((result) => result.bias)),
    undefined,
    ...cell.states.map((_, index) => stacked(results.map((result) => result.initial[index]!))),
  ];
}

/** Cotangents at one step: `gates`, whose product with `matrix`, plus `direct`, is that of the hidden state before. */
interface StepCotangents {
  readonly gates: Value;
  readonly matrix: Value;
  readonly direct?: Value;
}

/**
 * Goes through the steps from the last to the first. `step` is given the cotangent of the hidden state after the step.
 *
 * @returns the cotangent of the initial hidden state
 */
export function walkBack(
  { builder, order, outputCotangents, lastCotangents }: CellContext,
  step: (time: number, hidden: Value) => StepCotangents,
): Value {
  const [first, ...rest] = [...order].reverse();
  const { add } = arithmetic(builder, lastCotangents[0]!.dtype);
  const plus = (value: Value | undefined, time: number | undefined) => {
    const given = time === undefined ? undefined : outputCotangents?.[time];
    return value !== undefined && given !== undefined ? add(value, given) : (value ?? given);
  };
  let time = first;
  let hidden = plus(lastCotangents[0], first)!;
  while (time !== undefined) {
    const { gates, matrix, direct } = step(time, hidden);
    time = rest.shift();
    hidden = builder.op('Gemm', [gates, matrix, plus(direct, time)]);
  }
  return hidden;
}

/** A value cut into equal pieces along an axis. */
export function pieces(builder: GraphBuilder, value: Value, axis: number, count: number): readonly Value[] {
  return count === 1 ? [value] : builder.ops('Split', [value], { axis, num_outputs: count }, count);
}

/** The hidden state that each step starts from: that of the step before it in its direction. */
function stateBefore(builder: GraphBuilder, hidden: Value, initial: Value, backward: boolean, steps: number): Value {
  if (steps === 1) return initial;
  const batch = initial.shape[0] as number;
  const rows = hidden.shape[0] as number;
  const [from, to] = backward ? [batch, rows] : [0, rows - batch];
  const others = builder.op('Slice', [hidden, builder.ints([from]), builder.ints([to]), builder.ints([0])]);
  return builder.op('Concat', backward ? [others, initial] : [initial, others], { axis: 0 });
}
