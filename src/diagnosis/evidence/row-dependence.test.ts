import { describe, expect, it } from 'vitest';
import { GraphBuilder } from '../../graph/index.ts';
import { type Network, sequential } from '../../nn/index.ts';
import { catalogue } from '../../ops/index.ts';
import { referenceExecutor } from '../../runtime/index.ts';
import { deviationOfOutputs, measureRowDependence, outputsOf } from './row-dependence.ts';

const executor = referenceExecutor();
const feeds = {
  input: { dtype: 'float32', shape: [4, 2], data: Float32Array.of(1, 2, 3, 4, 5, 6, 7, 9) },
} as const;

/** Reads a batch of pairs as one row of each column, and back: (batch, 2) to (2, batch) to (batch, 2), without a transpose. */
function mixing(): Network {
  const builder = new GraphBuilder(catalogue, 'mixing');
  const input = builder.input('input', 'float32', [4, 2]);
  const folded = builder.op('Reshape', [input, builder.ints([2, 4])]);
  const summed = builder.op('CumSum', [folded, builder.scalar(1, 'int64')]);
  builder.output(builder.op('Reshape', [summed, builder.ints([4, 2])]), 'output');
  return { graph: builder.build(), parameters: [], layers: [] };
}

describe('measureRowDependence', () => {
  it('finds that a reshape across the batch lets samples run into each other', async () => {
    const before = await outputsOf(mixing(), feeds, executor);
    const found = await measureRowDependence(mixing(), feeds, before, executor);
    // The first four numbers are two samples: the second of them moves with the first.
    expect(found).toMatchObject({ others: 3, moved: 1, ownMoved: true });
    expect(found.largestChange).toBeGreaterThan(1);
  });

  it('finds nothing in a network that keeps samples apart, batch normalisation included', async () => {
    const network = sequential(
      [{ layer: 'dense', units: 3, activation: 'tanh' }, { layer: 'batchNorm' }, { layer: 'dense', units: 1 }],
      {
        inputShape: [2],
      },
    );
    const before = await outputsOf(network, feeds, executor);
    expect(await measureRowDependence(network, feeds, before, executor)).toEqual({
      others: 3,
      moved: 0,
      largestChange: 0,
      ownMoved: true,
    });
  });
});

describe('deviationOfOutputs', () => {
  it('is taken over the samples, for each output by itself', () => {
    expect(deviationOfOutputs(Float32Array.of(10, -1, 10, 1), 2)).toBeCloseTo(Math.SQRT1_2, 6);
    expect(deviationOfOutputs(Float32Array.of(10, 1, 10, 1), 2)).toBe(0);
  });
});
