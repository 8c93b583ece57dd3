import type { Value } from '../../graph/index.ts';
import { arithmetic } from '../arithmetic.ts';
import { random } from '../operator.ts';
import { recurrent } from '../recurrent.ts';
import { pieces, walkBack } from '../recurrent-gradient.ts';

/**
 * Hₜ = f(W Xₜ + W_b + R Hₜ₋₁ + R_b), f being tanh by default.
 * Source: ONNX RNN-14; Elman 1990.
 */
export const rnn = recurrent({
  opType: 'RNN',
  gates: 1,
  states: ['h'],
  activations: ['Tanh'],
  step: (_context, { input, recur, activations: [f], states: [hidden] }) => {
    const recurred = recur(0, hidden!);
    return [input(0).map((x, unit) => f!(x + recurred[unit]!))];
  },
  gradient: (cell) => {
    const { builder, activations, order, output, r } = cell;
    const { mul } = arithmetic(builder, output.dtype);
    const slopes = pieces(builder, activations[0]!.slope(builder, output), 0, order.length);
    const cotangents: Value[] = [];
    const initial = walkBack(cell, (time, hidden) => {
      cotangents[time] = mul(hidden, slopes[time]!);
      return { gates: cotangents[time], matrix: r };
    });
    const all = builder.op('Concat', cotangents, { axis: 0 });
    return { input: all, recurrent: all, initial: [initial] };
  },
  variants: { '': {}, ', relu': { activations: ['Relu'] } },
  samples: [
    {
      name: 'many units',
      inputs: [random([2, 16, 2]), random([1, 16, 2]), random([1, 16, 16], -0.5, 0.5), random([1, 32])],
      attributes: { hidden_size: 16 },
      outputs: 2,
    },
    {
      name: 'many units, both directions, initial states',
      inputs: [
        random([2, 16, 2]),
        random([2, 16, 2], -1, 1),
        random([2, 16, 16], -0.5, 0.5),
        undefined,
        undefined,
        random([2, 16, 16], -1, 1),
      ],
      attributes: { hidden_size: 16, direction: 'bidirectional', activations: ['Tanh', 'Relu'] },
      outputs: 2,
    },
  ],
});
