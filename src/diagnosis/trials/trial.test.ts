import { beforeAll, describe, expect, it } from 'vitest';
import { subjectFor, table } from '../../../test/support/diagnosis-subject.ts';
import type { LayerInput } from '../../nn/index.ts';
import { type Executor, openExecutor } from '../../runtime/index.ts';
import { runTrial } from './trial.ts';

let executor: Executor;
beforeAll(async () => {
  executor = await openExecutor({ threads: 1 });
});

const layers: LayerInput[] = [
  { layer: 'dense', units: 8 },
  { layer: 'dense', units: 1 },
];
const line = table(100, 2, ([a, b]) => a! - b!);

describe('runTrial', () => {
  it('gives the first losses and what the network looks like at the end', async () => {
    const subject = subjectFor(layers, line, { batchSize: 4, epochs: 5 });
    const { steps, losses, earlyLosses, end } = await runTrial(subject, { remedies: [], seed: 0 }, executor);
    expect(steps).toBe(125);
    expect(earlyLosses).toHaveLength(100);
    const firstEpoch = earlyLosses!.slice(0, 25).reduce((sum, loss) => sum + loss / 25, 0);
    expect(firstEpoch).toBeCloseTo(losses[0]!, 5);
    expect(end).toMatchObject({ samples: 100, nonFinite: undefined, batchNormGap: undefined });
    // Adam late in its training takes smaller steps than its first.
    const ratio = end!.layers[0]!.parameters[0]!.updateRatio!;
    expect(ratio).toBeGreaterThan(1e-6);
    expect(ratio).toBeLessThan(5e-3);
  });

  it('trains to the same bits whether or not it looks inside', async () => {
    const subject = subjectFor(layers, line, { batchSize: 32, epochs: 3, optimizer: 'adam' });
    const seen = await runTrial(subject, { remedies: [], seed: 1 }, executor);
    const unseen = await runTrial(subject, { remedies: ['adamOptimizer'], seed: 1 }, executor);
    expect(unseen.applied).toEqual([]);
    expect(unseen.end).toBeUndefined();
    expect(unseen.losses).toEqual(seen.losses);
  });

  it('names where a training that blows up ended', async () => {
    const subject = subjectFor(layers, line, { optimizer: { name: 'sgd', learningRate: 1e30 }, epochs: 5 });
    const { outcome, end } = await runTrial(subject, { remedies: [], seed: 0 }, executor);
    expect(outcome).toBe('non-finite');
    expect(end!.nonFinite!.description).toMatch(/layer '|parameters/);
  });
});
