import { describe, expect, it } from 'vitest';
import { bandOf, type SeededTrial, summarizeComparison } from './comparison.ts';

const trial = (seed: number, accuracy: number): SeededTrial => ({
  seed,
  reason: 'completed',
  parameters: 10,
  steps: 4,
  stepsPerEpoch: 2,
  seconds: 1,
  training: { loss: 1 - accuracy },
  validation: { loss: 1 - accuracy, metrics: { accuracy } },
  curve: [2, 1],
});
const failed = (seed: number): SeededTrial => ({
  ...trial(seed, 0),
  reason: 'not finite',
  training: { loss: Number.NaN },
  validation: { loss: Number.NaN, metrics: {} },
});
const group = (...accuracies: number[]) => accuracies.map((accuracy, seed) => trial(seed, accuracy));
const verdicts = (trials: Record<string, SeededTrial[]>) =>
  Object.fromEntries(
    summarizeComparison(new Map(Object.entries(trials))).variants.map(({ name, verdict }) => [name, verdict.kind]),
  );

describe('summarizeComparison', () => {
  it('pairs by seed: a small difference that every seed shows is beyond chance, though the seeds differ much more', () => {
    const base = [0.5, 0.6, 0.7, 0.8, 0.9];
    expect(
      verdicts({
        good: group(...base),
        shifted: group(...base.map((value, i) => value - 0.02 - 0.001 * i)),
        noisy: group(0.7, 0.8, 0.9, 0.5, 0.55),
      }),
    ).toEqual({ good: 'best', shifted: 'worse', noisy: 'chance' });
  });

  it('gives the cost as positive: how much lower the accuracy is', () => {
    const { variants } = summarizeComparison(
      new Map([
        ['low', group(0.5, 0.6)],
        ['high', group(0.7, 0.8)],
      ]),
    );
    expect(variants[0]!.verdict).toMatchObject({ kind: 'worse', by: { mean: expect.closeTo(0.2, 12), pairs: 2 } });
  });

  it('never takes a variant for the best that came to numbers that are not finite, and sums up its other seeds', () => {
    const { variants } = summarizeComparison(
      new Map([
        ['torn', [trial(0, 0.9), failed(1)]],
        ['sound', group(0.3, 0.4)],
      ]),
    );
    expect(variants.map(({ verdict }) => verdict.kind)).toEqual(['failed', 'best']);
    expect(variants[0]!.validation.accuracy).toMatchObject({ mean: 0.9 });
  });

  it('says nothing where seeds are missing, and leaves out variants that were not trained', () => {
    expect(verdicts({ a: group(0.9), b: group(0.8), c: [] })).toEqual({ a: 'best', b: 'unknown' });
  });
});

it('bandOf takes the points of shorter curves as far as they go', () => {
  expect(bandOf([[1, 5], [3]]).map(({ median, least, most }) => [median, least, most])).toEqual([
    [2, 1, 3],
    [5, 5, 5],
  ]);
});
