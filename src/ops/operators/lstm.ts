import type { Value } from '../../graph/index.ts';
import { arithmetic } from '../arithmetic.ts';
import { recurrent } from '../recurrent.ts';
import type { RecurrentActivation } from '../recurrent-activations.ts';
import { type CellContext, type CellCotangents, pieces, walkBack } from '../recurrent-gradient.ts';

/** Position of the input with the weights of peepholes. */
const peepholes = 7;

/**
 * Long short-term memory; the rows of W and R are those of i, o, f and c:
 *
 *     i, o, f = f(W Xₜ + W_b + R Hₜ₋₁ + R_b), c = g(…), Cₜ = f Cₜ₋₁ + i c, Hₜ = o h(Cₜ)
 *
 * Without peepholes and coupled gates.
 * Source: ONNX LSTM-14; Gers, Schmidhuber and Cummins 2000.
 */
export const lstm = recurrent({
  opType: 'LSTM',
  gates: 4,
  states: ['h', 'c'],
  otherInputs: ['P?'],
  attributes: { input_forget: { type: 'int', default: 0 } },
  activations: ['Sigmoid', 'Tanh', 'Tanh'],
  check: (context) => {
    if (context.has(peepholes)) {
      throw context.error("has peepholes, expected no input 'P'", 'Build the layer without peepholes');
    }
    if (context.int('input_forget') !== 0) {
      throw context.error('input_forget is 1, expected 0: a forget gate of its own');
    }
  },
  step: (_context, { input, recur, activations: [f, g, h], states: [hidden, cell] }) => {
    const gate = (index: number, activation: (x: number) => number) => {
      const recurred = recur(index, hidden!);
      return input(index).map((x, unit) => activation(x + recurred[unit]!));
    };
    const [write, read, keep] = [gate(0, f!), gate(1, f!), gate(2, f!)];
    const candidate = gate(3, g!);
    const next = cell!.map((content, unit) => keep[unit]! * content + write[unit]! * candidate[unit]!);
    return [next.map((content, unit) => read[unit]! * h!(content)), next];
  },
  gradient,
  variants: { '': {}, ', other activations': { activations: ['Sigmoid', 'Sigmoid', 'Relu'] } },
});

function gradient(context: CellContext): CellCotangents {
  const { builder, activations, order, x, before, w, r, inputBias, recurrentBias, initial } = context;
  const [f, g, h] = activations as [RecurrentActivation, RecurrentActivation, RecurrentActivation];
  const { add, mul } = arithmetic(builder, x.dtype);
  const atSteps = (value: Value) => pieces(builder, value, 0, order.length);
  const inOrder = (values: readonly Value[]) => builder.op('Concat', values, { axis: 0 });

  // The gates of all steps, from the hidden states before them.
  const bias = inputBias === undefined || recurrentBias === undefined ? undefined : add(inputBias, recurrentBias);
  const affine = (rows: Value, matrix: Value, added: Value | undefined) =>
    builder.op('Gemm', [rows, matrix, added], { transB: 1 });
  const [writeSum, readSum, keepSum, candidateSum] = pieces(builder, affine(before, r, affine(x, w, bias)), 1, 4);
  const [write, read, keep] = [writeSum, readSum, keepSum].map((sum) => builder.op(f.opType, [sum])) as [
    Value,
    Value,
    Value,
  ];
  const candidate = builder.op(g.opType, [candidateSum]);

  // The cell states, step by step.
  const keepAt = atSteps(keep);
  const addedAt = atSteps(mul(write, candidate));
  const cells: Value[] = [];
  const cellsBefore: Value[] = [];
  let cell = initial[1]!;
  for (const time of order) {
    cellsBefore[time] = cell;
    cell = add(mul(keepAt[time]!, cell), addedAt[time]!);
    cells[time] = cell;
  }
  const shown = builder.op(h.opType, [inOrder(cells)]);

  const cellSlopeAt = atSteps(mul(read, h.slope(builder, shown)));
  const slopes = [
    mul(candidate, f.slope(builder, write)),
    mul(shown, f.slope(builder, read)),
    mul(inOrder(cellsBefore), f.slope(builder, keep)),
    mul(write, g.slope(builder, candidate)),
  ];
  const slopesAt = atSteps(builder.op('Concat', slopes, { axis: 1 }));
  const cotangents: Value[] = [];
  let cellCotangent = context.lastCotangents[1]!;
  const initialHidden = walkBack(context, (time, hidden) => {
    const total = add(cellCotangent, mul(hidden, cellSlopeAt[time]!));
    const sources = builder.op('Concat', [total, hidden, total, total], { axis: 1 });
    cotangents[time] = mul(sources, slopesAt[time]!);
    cellCotangent = mul(total, keepAt[time]!);
    return { gates: cotangents[time], matrix: r };
  });
  const all = inOrder(cotangents);
  return { input: all, recurrent: all, initial: [initialHidden, cellCotangent] };
}
