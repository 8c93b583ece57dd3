import { describe, expect, it } from 'vitest';
import { MemoryDataset } from '../../data/index.ts';
import { sequential } from '../../nn/index.ts';
import { referenceExecutor } from '../../runtime/index.ts';
import type { Handler } from '../events.ts';
import * as loop from '../fit.ts';
import type { StepStatistics } from '../probe.ts';
import { resolveRecipe } from '../recipe.ts';
import { statistics } from './statistics.ts';

const x = Float32Array.from({ length: 20 }, (_, index) => index / 10 - 1);

function train(handlers: readonly Handler[], inputs = x) {
  return loop.fit(
    sequential(
      [
        { layer: 'dense', units: 3 },
        { layer: 'dense', units: 1 },
      ],
      { inputShape: [1] },
    ),
    {
      executor: referenceExecutor(),
      recipe: resolveRecipe({ epochs: 2, batchSize: 4, shuffle: false }),
      loss: 'mse',
      train: new MemoryDataset({
        source: 'a line',
        layout: 'features',
        inputs: [{ name: 'x', values: { dtype: 'float32', shape: [20, 1], data: inputs } }],
        target: { name: 'y', values: { dtype: 'float32', shape: [20, 1], data: x } },
      }),
      handlers,
    },
  );
}

describe('statistics', () => {
  it('hands out the statistics of the first step and of every so many after it', async () => {
    const seen: StepStatistics[] = [];
    const { steps } = await train([statistics({ every: 4, onStatistics: (step) => void seen.push(step) })]);
    expect(steps).toBe(10);
    expect(seen.map(({ step }) => step)).toEqual([1, 5, 9]);
    expect(seen[0]!.layers.map(({ histogram }) => histogram)).toEqual([undefined, undefined]);
    expect(seen[0]!.loss).toBeGreaterThan(seen[2]!.loss);
  });

  it('serves several handlers with one look, with the finest histogram asked for, and waits for them', async () => {
    const events: string[] = [];
    const handler = (every: number, histogramBins: number): Handler =>
      statistics({
        every,
        histogramBins,
        async onStatistics({ step, layers }, state) {
          await new Promise((resolve) => setImmediate(resolve));
          events.push(`${every}: step ${step} after ${state.step}, ${layers[0]!.histogram!.counts.length} bins`);
        },
      });
    await train([handler(3, 5), handler(9, 7)]);
    expect(events).toEqual([
      '3: step 1 after 0, 7 bins',
      '9: step 1 after 0, 7 bins',
      '3: step 4 after 3, 5 bins',
      '3: step 7 after 6, 5 bins',
      '3: step 10 after 9, 7 bins',
      '9: step 10 after 9, 7 bins',
    ]);
  });

  it('shows the step at which training stops because a number is not finite', async () => {
    const seen: StepStatistics[] = [];
    const spoilt = x.map((number, index) => (index === 6 ? Number.NaN : number));
    const { reason } = await train([statistics({ every: 1, onStatistics: (step) => void seen.push(step) })], spoilt);
    expect(seen.map(({ nonFinite }) => nonFinite?.sample)).toEqual([undefined, 6]);
    expect(reason).toMatchObject({ kind: 'non-finite', step: 2, origin: seen[1]!.nonFinite });
  });

  it('refuses intervals and bins that are none', () => {
    expect(() => statistics({ every: 0, onStatistics: () => {} })).toThrow(
      'statistics: every is 0, expected an integer of at least 1',
    );
    expect(() => statistics({ histogramBins: 1.5, onStatistics: () => {} })).toThrow('histogramBins is 1.5');
  });
});
