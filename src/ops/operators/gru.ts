import type { Value } from '../../graph/index.ts';
import { arithmetic } from '../arithmetic.ts';
import { recurrent } from '../recurrent.ts';
import type { RecurrentActivation } from '../recurrent-activations.ts';
import { type CellContext, type CellCotangents, pieces, walkBack } from '../recurrent-gradient.ts';

/**
 * Gated recurrent unit; the rows of W and R are those of z, r and n:
 *
 *     z = f(W_z Xₜ + R_z Hₜ₋₁ + …), r = f(W_r Xₜ + R_r Hₜ₋₁ + …), Hₜ = (1 − z) n + z Hₜ₋₁
 *     n = g(W_n Xₜ + W_bn + R_n (r Hₜ₋₁) + R_bn) with linear_before_reset 0
 *     n = g(W_n Xₜ + W_bn + r (R_n Hₜ₋₁ + R_bn)) with linear_before_reset 1, as in PyTorch and Keras
 *
 * Source: ONNX GRU-14; Cho et al. 2014.
 */
export const gru = recurrent({
  opType: 'GRU',
  gates: 3,
  states: ['h'],
  attributes: { linear_before_reset: { type: 'int', default: 0 } },
  activations: ['Sigmoid', 'Tanh'],
  step: (context, { input, recur, activations: [f, g], states: [hidden] }) => {
    const gate = (index: number) => {
      const recurred = recur(index, hidden!);
      return input(index).map((x, unit) => f!(x + recurred[unit]!));
    };
    const [update, reset] = [gate(0), gate(1)];
    const recurred =
      context.int('linear_before_reset') === 0
        ? recur(
            2,
            reset.map((share, unit) => share * hidden![unit]!),
          )
        : recur(2, hidden!).map((sum, unit) => reset[unit]! * sum);
    const candidate = input(2).map((x, unit) => g!(x + recurred[unit]!));
    return [candidate.map((next, unit) => (1 - update[unit]!) * next + update[unit]! * hidden![unit]!)];
  },
  gradient: (cell) =>
    cell.context.int('linear_before_reset') === 0 ? resetBeforeProduct(cell) : resetAfterProduct(cell),
  variants: { '': {}, ', reset after the product': { linear_before_reset: 1 } },
});

/** The gates of all steps, computed from the hidden states before them, and what the candidates are computed from. */
function gatesOf({ builder, activations: [f], units, x, before, w, r, inputBias, recurrentBias }: CellContext) {
  const { add } = arithmetic(builder, x.dtype);
  const cut = (value: Value | undefined) =>
    value === undefined ? [] : builder.ops('Split', [value, builder.ints([2 * units, units])], { axis: 0 }, 2);
  const affine = (rows: Value, matrix: Value, added: Value | undefined) =>
    builder.op('Gemm', [rows, matrix, added], { transB: 1 });
  const both = (a: Value | undefined, b: Value | undefined) =>
    a === undefined || b === undefined ? undefined : add(a, b);
  const [gateW, candidateW] = cut(w) as [Value, Value];
  const [gateR, candidateR] = cut(r) as [Value, Value];
  const [gateInputBias, candidateInputBias] = cut(inputBias);
  const [gateRecurrentBias, candidateRecurrentBias] = cut(recurrentBias);
  const sums = affine(before, gateR, affine(x, gateW, both(gateInputBias, gateRecurrentBias)));
  const [update, reset] = pieces(builder, builder.op(f!.opType, [sums]), 1, 2) as [Value, Value];
  return { affine, both, update, reset, gateR, candidateW, candidateR, candidateInputBias, candidateRecurrentBias };
}

function resetAfterProduct(cell: CellContext): CellCotangents {
  const { builder, activations, order, units, x, before, r } = cell;
  const [f, g] = activations as [RecurrentActivation, RecurrentActivation];
  const { add, mul, sub } = arithmetic(builder, x.dtype);
  const { affine, update, reset, ...candidate } = gatesOf(cell);
  const product = affine(before, candidate.candidateR, candidate.candidateRecurrentBias);
  const input = affine(x, candidate.candidateW, candidate.candidateInputBias);
  const next = builder.op(g.opType, [add(input, mul(reset, product))]);

  const nextSlope = mul(sub(1, update), g.slope(builder, next));
  const slopes = [
    mul(sub(before, next), f.slope(builder, update)),
    mul(mul(nextSlope, product), f.slope(builder, reset)),
    mul(nextSlope, reset),
  ];
  const slopesAt = pieces(builder, builder.op('Concat', slopes, { axis: 1 }), 0, order.length);
  const updateAt = pieces(builder, update, 0, order.length);
  const hiddenCotangents: Value[] = [];
  const recurrentCotangents: Value[] = [];
  const initial = walkBack(cell, (time, hidden) => {
    hiddenCotangents[time] = hidden;
    recurrentCotangents[time] = mul(builder.op('Concat', [hidden, hidden, hidden], { axis: 1 }), slopesAt[time]!);
    return { gates: recurrentCotangents[time], matrix: r, direct: mul(hidden, updateAt[time]!) };
  });
  const recurrent = builder.op('Concat', recurrentCotangents, { axis: 0 });
  const ends = [builder.ints([0]), builder.ints([2 * units]), builder.ints([1])];
  const inputs = [
    builder.op('Slice', [recurrent, ...ends]),
    mul(builder.op('Concat', hiddenCotangents, { axis: 0 }), nextSlope),
  ];
  return { input: builder.op('Concat', inputs, { axis: 1 }), recurrent, initial: [initial] };
}

function resetBeforeProduct(cell: CellContext): CellCotangents {
  const { builder, activations, order, x, before } = cell;
  const [f, g] = activations as [RecurrentActivation, RecurrentActivation];
  const { add, mul, sub } = arithmetic(builder, x.dtype);
  const { affine, both, update, reset, gateR, candidateR, ...candidate } = gatesOf(cell);
  const shared = mul(reset, before);
  const bias = both(candidate.candidateInputBias, candidate.candidateRecurrentBias);
  const next = builder.op(g.opType, [affine(shared, candidateR, affine(x, candidate.candidateW, bias))]);

  const atSteps = (value: Value) => pieces(builder, value, 0, order.length);
  const nextSlopeAt = atSteps(mul(sub(1, update), g.slope(builder, next)));
  const slopes = [mul(sub(before, next), f.slope(builder, update)), mul(before, f.slope(builder, reset))];
  const slopesAt = atSteps(builder.op('Concat', slopes, { axis: 1 }));
  const updateAt = atSteps(update);
  const resetAt = atSteps(reset);
  const gateCotangents: Value[] = [];
  const nextCotangents: Value[] = [];
  const initial = walkBack(cell, (time, hidden) => {
    nextCotangents[time] = mul(hidden, nextSlopeAt[time]!);
    const sharedCotangent = builder.op('MatMul', [nextCotangents[time], candidateR]);
    const sources = builder.op('Concat', [hidden, sharedCotangent], { axis: 1 });
    gateCotangents[time] = mul(sources, slopesAt[time]!);
    return {
      gates: gateCotangents[time],
      matrix: gateR,
      direct: add(mul(hidden, updateAt[time]!), mul(sharedCotangent, resetAt[time]!)),
    };
  });
  const gates = builder.op('Concat', gateCotangents, { axis: 0 });
  const nexts = builder.op('Concat', nextCotangents, { axis: 0 });
  const all = builder.op('Concat', [gates, nexts], { axis: 1 });
  const weights = [
    builder.op('Gemm', [gates, before], { transA: 1 }),
    builder.op('Gemm', [nexts, shared], { transA: 1 }),
  ];
  return { input: all, recurrent: all, r: builder.op('Concat', weights, { axis: 0 }), initial: [initial] };
}
