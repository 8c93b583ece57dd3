import { describe, expect, it } from 'vitest';
import { sequential, withInitializers } from '../../nn/index.ts';
import { referenceExecutor } from '../../runtime/index.ts';
import { measureBatchNormGap } from './batch-norm-gap.ts';
import { outputsOf } from './row-dependence.ts';

const executor = referenceExecutor();
// Mean 5, variance 4.
const feeds = { input: { dtype: 'float32', shape: [2, 1], data: Float32Array.of(3, 7) } } as const;

function normalised(mean: number, variance: number) {
  const network = sequential([{ layer: 'batchNorm' }], { inputShape: [1] });
  const [first, second] = network.graph.nodes.find(({ opType }) => opType === 'BatchNormalization')!.inputs.slice(3);
  const one = (value: number) => ({ dtype: 'float32', shape: [1], data: Float32Array.of(value) }) as const;
  return withInitializers(
    network,
    new Map([
      [first!, one(mean)],
      [second!, one(variance)],
    ]),
  );
}

describe('measureBatchNormGap', () => {
  it('is nothing where the running statistics are those of the batch, and large where they lag behind', async () => {
    const fitted = normalised(5, 4);
    expect(await measureBatchNormGap(fitted, feeds, await outputsOf(fitted, feeds, executor), executor)).toBeLessThan(
      1e-3,
    );
    const first = normalised(0, 1);
    // Outputs are 3 and 7 in evaluation and −1 and 1 in training.
    expect(await measureBatchNormGap(first, feeds, await outputsOf(first, feeds, executor), executor)).toBeCloseTo(
      Math.sqrt(26) / 2,
      2,
    );
  });

  it('is undefined without batch normalisation', async () => {
    const network = sequential([{ layer: 'dense', units: 1 }], { inputShape: [1] });
    expect(await measureBatchNormGap(network, feeds, new Float32Array(2), executor)).toBeUndefined();
  });
});
