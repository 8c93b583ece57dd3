import { describe, expect, it } from 'vitest';
import type { Dataset } from '../../data/index.ts';
import type { Evidence } from '../evidence/evidence.ts';
import { staticEvidence } from '../evidence/static-evidence.ts';
import { drawData, numbers } from '../examples/data.ts';
import { dense, subjectOf } from '../examples/example.ts';
import type { TrialResult } from '../trials/trial.ts';
import { leakedSamples } from './leaked-samples/rule.ts';
import { learningRateTooHigh } from './learning-rate-too-high/rule.ts';
import { learningRateTooLow } from './learning-rate-too-low/rule.ts';
import { overfitting } from './overfitting/rule.ts';
import type { Rule, Suspicion } from './rule.ts';
import { seedDependence } from './seed-dependence/rule.ts';
import { tooFewUpdates } from './too-few-updates/rule.ts';

const subject = subjectOf({
  data: numbers,
  network: [dense(8), dense(1)],
  recipe: { loss: 'mse', learningRate: 1e-3, epochs: 200 },
});

const trial = (parts: Partial<TrialResult>): TrialResult => ({
  applied: [],
  losses: [1, 0.1, 0.1, 0.1],
  score: 0.9,
  trainingScore: 0.9,
  steps: 100,
  seconds: 0,
  outcome: 'completed',
  ...parts,
});

async function ask(rule: Rule, asIs: readonly TrialResult[]): Promise<Suspicion | undefined> {
  const evidence: Evidence = { ...staticEvidence(subject), asIs };
  return rule.suspect(evidence);
}

describe('what a curve says of the learning rate', () => {
  it('is nothing where the loss falls and stays low', async () => {
    for (const rule of [learningRateTooHigh, learningRateTooLow]) {
      expect((await ask(rule, [trial({})]))?.likelihood).toBe((await ask(rule, []))?.likelihood);
    }
  });

  it.each([
    ['is not finite', trial({ outcome: 'non-finite' }), 0.6, 'not finite'],
    ['ends above its first value', trial({ losses: [2, 3, 3, 3] }), 0.5, 'ends at 1.5 times'],
    ['leaps', trial({ earlyLosses: [1, 9, 2] }), 0.5, 'leaps to 9 times'],
  ])('is that it is too high where the loss %s', async (_, asIs, likelihood, sign) => {
    const found = await ask(learningRateTooHigh, [asIs]);
    expect(found?.likelihood).toBe(likelihood);
    expect(found?.reason).toContain(sign);
  });

  it('is that it is too low where the loss falls in a straight line and not far', async () => {
    const found = await ask(learningRateTooLow, [trial({ losses: [1, 0.95, 0.9, 0.85, 0.8, 0.75, 0.7, 0.65] })]);
    expect(found?.likelihood).toBe(0.4);
    expect(found?.reason).toContain('to 65 % of its first value');
  });
});

describe('what a curve says of the number of updates', () => {
  it('is that they are too few where much of the fall comes last', async () => {
    const before = await ask(tooFewUpdates, [trial({})]);
    const falling = await ask(tooFewUpdates, [trial({ losses: [1, 0.8, 0.6, 0.4] })]);
    expect(before?.likelihood).toBeLessThan(0.4);
    expect(falling?.likelihood).toBe(0.4);
  });
});

describe('what samples in both parts are', () => {
  const { train, validation } = numbers();
  const rows = (count: number, from = 0) => Uint32Array.from({ length: count }, (_, row) => from + row);
  const leaked = async (part: Dataset, source = train) =>
    leakedSamples.suspect(staticEvidence({ ...subject, train: source, validation: part }));

  it('is a fault from a tenth of the validation samples on, and a note below', async () => {
    expect(await leaked(validation)).toBeUndefined();
    const { train: many } = numbers({ samples: 400 });
    // The first 128 samples of both are the same.
    const part = (shared: number) => many.subset(Uint32Array.of(...rows(shared), ...rows(100 - shared, 200)));
    expect((await leaked(part(30)))?.measured).toMatchObject({ status: 'confirmed', found: 0.3 });
    expect(await leaked(part(4))).toMatchObject({ isNote: true, reason: expect.stringContaining('4 of 100') });
  });

  it('is a note where both parts are the same, and nothing where inputs have few values', async () => {
    expect(await leaked(train)).toMatchObject({ isNote: true });
    const bits = (samples: number) => drawData((_, index) => [[index % 2, (index >> 1) % 2], [index % 2]], { samples });
    const { train: many } = bits(128);
    expect(await leaked(many.subset(rows(64)), many)).toBeUndefined();
  });
});

describe('what scores say', () => {
  it('is overfitting where training is near perfect and validation far from it', async () => {
    expect(await ask(overfitting, [trial({ trainingScore: 0.99, score: 0.4 })])).toMatchObject({
      remedies: ['weightPenalty'],
    });
    expect(await ask(overfitting, [trial({ trainingScore: 0.5, score: 0.1 })])).toBeUndefined();
    expect(await ask(overfitting, [trial({ trainingScore: 0.99, score: 0.9 })])).toBeUndefined();
  });

  it('is chance where seeds differ much, and nothing of fewer than three', async () => {
    const trials = [0.9, 0.1, 0.8].map((score) => trial({ score }));
    expect((await ask(seedDependence, trials))?.reason).toBe('under 3 seeds the score runs from 0.1 to 0.9');
    expect(await ask(seedDependence, trials.slice(0, 2))).toBeUndefined();
    expect(
      await ask(
        seedDependence,
        [0.9, 0.85, 0.8].map((score) => trial({ score })),
      ),
    ).toBeUndefined();
  });
});
