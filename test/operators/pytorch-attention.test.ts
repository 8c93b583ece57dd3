import { describe, expect, it } from 'vitest';
import { gradient } from '../../src/autodiff/index.ts';
import { fromNumbers } from '../../src/core/index.ts';
import { rebuild } from '../../src/graph/index.ts';
import { sequential, withInitializers } from '../../src/nn/index.ts';
import { catalogue, evaluate, type ReferenceTensor, toReference } from '../../src/ops/index.ts';
import { bindDimensions } from '../../src/passes/index.ts';
import stored from '../fixtures/pytorch/attention.json' with { type: 'json' };

interface StoredTensor {
  readonly shape: readonly number[];
  readonly data: readonly number[];
}

const tensorOf = ({ shape, data }: StoredTensor) => fromNumbers('float32', shape, data);

/** Where an element is off by more than 1e-7 and by more than a millionth of itself. */
function departures(received: ReferenceTensor, expected: StoredTensor): number[] {
  expect(received.shape).toEqual(expected.shape);
  return expected.data.filter(
    (wanted, i) => Math.abs(received.data[i]! - wanted) > Math.max(1e-7, 1e-6 * Math.abs(wanted)),
  );
}

describe('multi-head attention in float64 agrees with PyTorch, value and gradient', () => {
  it.each(stored.cases)('$name', ({ options, x, y, cotangent, parameters, gradients }) => {
    const layers = [{ layer: 'multiHeadAttention', name: 'it', ...options }] as const;
    const given = new Map(
      Object.entries(parameters).map(([part, tensor]) => [`it/${part}`, tensorOf(tensor as StoredTensor)]),
    );
    const network = withInitializers(sequential(layers, { inputShape: x.shape.slice(1) }), given);
    const { builder, value } = rebuild(bindDimensions(network.graph, { batch: x.shape[0]! }), catalogue, {
      outputs: true,
    });
    const output = value('output');
    const weighted = builder.op('Mul', [output, builder.constant(tensorOf(cotangent))]);
    const total = builder.op('ReduceSum', [weighted], { keepdims: 0 });
    const found = gradient(builder, total, ['input', ...given.keys()].map(value));
    for (const [name, derivative] of found) builder.output(derivative, `gradient of ${name}`);
    const values = evaluate(builder.build(), { input: toReference(tensorOf(x)) });
    expect(departures(values.output!, y)).toEqual([]);
    for (const [part, expected] of Object.entries(gradients)) {
      const name = part === 'x' ? 'input' : `it/${part}`;
      expect(departures(values[`gradient of ${name}`]!, expected as StoredTensor), name).toEqual([]);
    }
  });
});
