import type { Value } from '../../graph/index.ts';
import { recurrentDirections } from '../../ops/index.ts';
import type { Lowering } from './lowering.ts';
import { concat, reshape, split } from './writing.ts';

/** From so many elements of the hidden state on steps of two nodes each are faster than ONNX Runtime's own kernel. */
const leastElements = 256;

/** Longer sequences would make graphs whose compilation takes a tenth of a second and more. */
const mostSteps = 512;

/**
 * One product for what the inputs add to all steps, then two nodes a step. On one thread, microseconds by ONNX Runtime's
 * kernel and so: 51 and 38 for 16 steps, batch 8, 32 units; 903 and 272 for 32 steps, batch 32, 64 units. Its kernels of
 * GRU and LSTM are as fast as steps, or faster, and stay.
 */
export const rnnSteps: Lowering = {
  name: 'rnn-steps',
  opType: 'RNN',
  applies: (context) => {
    const [steps, batch] = context.concreteShape(0) as [number, number, number];
    return !context.has(4) && steps <= mostSteps && batch * context.int('hidden_size') >= leastElements;
  },
  lower: (builder, inputs, context) => {
    const [steps, batch, features] = context.concreteShape(0) as [number, number, number];
    const units = context.int('hidden_size');
    const x = reshape(builder, inputs[0]!, [steps * batch, features]);
    const directions = recurrentDirections(context, ['Tanh']);
    const results = directions.map(({ backward, activations }, direction) => {
      const part = (input: number, shape: readonly number[]) => {
        const value = context.has(input) ? inputs[input] : undefined;
        return value && reshape(builder, split(builder, value, 0, directions.length)[direction]!, shape);
      };
      const biases = part(3, [2 * units]);
      const bias = biases && builder.op('Add', split(builder, biases, 0, 2));
      const added = builder.op('Gemm', [x, part(1, [units, features]), bias], { transB: 1 });
      const addedAt = split(builder, added, 0, steps);
      const weights = part(2, [units, units])!;
      let hidden = part(5, [batch, units]);
      const states: Value[] = [];
      for (let step = 0; step < steps; step++) {
        const time = backward ? steps - 1 - step : step;
        const sum: Value =
          hidden === undefined ? addedAt[time]! : builder.op('Gemm', [hidden, weights, addedAt[time]], { transB: 1 });
        hidden = builder.op(activations[0]!.opType, [sum]);
        states[time] = hidden;
      }
      return {
        all: reshape(builder, concat(builder, states, 0), [steps, 1, batch, units]),
        last: reshape(builder, hidden!, [1, batch, units]),
      };
    });
    return [
      concat(
        builder,
        results.map(({ all }) => all),
        1,
      ),
      concat(
        builder,
        results.map(({ last }) => last),
        0,
      ),
    ];
  },
};
