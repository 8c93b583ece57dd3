import { describe, expect, it } from 'vitest';
import { diagnoseCurves } from './diagnose-curves.ts';
import { findCurves } from './recorded-curves.ts';

type Points = (index: number) => number;

/** Scalars of some tags, one point at each step from 0 on. */
const recorded = (tags: Readonly<Record<string, Points>>, points = 200) =>
  new Map(
    Object.entries(tags).map(([tag, value]) => {
      const steps = Array.from({ length: points }, (_, index) => index);
      return [tag, { steps, values: steps.map(value) }];
    }),
  );
const falling: Points = (step) => 0.1 + Math.exp(-step / 30);

describe('findCurves', () => {
  it.each([
    ['loss/train', 'loss/val', 'lr', 'grad_norm'],
    ['train_loss', 'val_loss', 'lr-Adam', 'grad_2.0_norm_total'],
    ['Loss/train', 'Loss/validation', 'learning_rate', 'gradientNorm'],
    ['train/loss', 'eval/loss', 'train/learning_rate', 'train/grad_norm'],
    ['epoch_loss', 'evaluation_loss_vs_iterations', 'epoch_learning_rate', 'global_norm_of_gradients'],
    ['trainLoss', 'testLoss', 'LR', undefined],
    ['loss', 'validation/loss', undefined, undefined],
  ])('finds %s and %s', (training, validation, rate, norm) => {
    const tags = [training, validation, rate, norm, 'accuracy', 'box_loss', 'loss/dense_1/val', 'throughput'];
    const curves = findCurves(recorded(Object.fromEntries(tags.map((tag) => [tag, falling]))));
    expect(curves.training?.tag).toBe(training);
    expect(curves.validation?.tag).toBe(validation);
    expect(curves.learningRate?.tag).toBe(rate);
    if (norm !== 'global_norm_of_gradients') expect(curves.gradientNorm?.tag).toBe(norm);
  });

  it('takes the loss of steps and that of epochs, and layers in their order', () => {
    const scalars = new Map([
      ...recorded({ 'loss/train_epoch': falling }, 5),
      ...recorded({
        'loss/train': falling,
        'grad_norm/b': falling,
        'dead_units/a': falling,
        'update_ratio/b': falling,
      }),
    ]);
    const { training, epochs, isByEpoch, layers } = findCurves(scalars);
    expect([training?.tag, epochs?.tag, isByEpoch]).toEqual(['loss/train', 'loss/train_epoch', false]);
    expect([...layers].map(([name, curves]) => [name, Object.keys(curves)])).toEqual([
      ['b', ['gradientNorm', 'updateRatio']],
      ['a', ['deadUnits']],
    ]);
  });
});

describe('diagnoseCurves', () => {
  it('finds nothing in a training as it should be', () => {
    const { verdict, findings, read } = diagnoseCurves(
      recorded({ train_loss: falling, val_loss: falling, lr: () => 0.1 }),
    );
    expect({ verdict, findings }).toEqual({ verdict: 'nothing-found', findings: [] });
    expect(read).toEqual({ tags: ['train_loss', 'val_loss', 'lr'], layers: [], points: 200 });
  });

  it('names what was seen and what would explain it, likeliest first, and confirms nothing', () => {
    const { verdict, summary, findings, causes } = diagnoseCurves(
      recorded({
        loss: (step) => 1.05 ** step,
        'dead_units/a': (step) => (step < 50 ? 0 : 0.9),
        'dead_units/out': () => 0,
      }),
    );
    expect(verdict).toBe('suspect');
    expect(summary).toContain('no training has confirmed');
    expect(findings.map(({ watcher }) => watcher)).toEqual(expect.arrayContaining(['loss-explodes', 'dead-units']));
    expect(causes.map(({ likelihood }) => likelihood)).toEqual(
      causes.map(({ likelihood }) => likelihood).toSorted((a, b) => b - a),
    );
    expect(causes[0]).toMatchObject({ rule: 'learning-rate-too-high', experiment: expect.stringContaining('tenth') });
    expect(Math.max(...causes.map(({ likelihood }) => likelihood))).toBeLessThan(1);
  });

  it('sees overfitting in the two folders that Keras writes', () => {
    const validation = recorded({ epoch_loss: (epoch) => 0.5 + 0.05 * epoch }, 40);
    const { findings } = diagnoseCurves(recorded({ epoch_loss: falling }, 40), { validation });
    expect(findings).toMatchObject([{ watcher: 'overfitting' }]);
  });

  it('names the layer in which numbers that are not finite began', () => {
    const { findings } = diagnoseCurves(
      recorded({
        loss: (step) => (step < 50 ? falling(step) : Number.NaN),
        'non_finite/a': () => 0,
        'non_finite/b': (step) => (step < 50 ? 0 : 3),
      }),
    );
    expect(findings).toMatchObject([{ watcher: 'not-finite', step: 50, layer: 'b' }]);
  });

  it('says which tags there are where none is a loss, and that few points say nothing', () => {
    expect(diagnoseCurves(recorded({ accuracy: falling }))).toMatchObject({
      verdict: 'no-curves',
      summary: expect.stringContaining("the tags are 'accuracy'"),
    });
    expect(diagnoseCurves(recorded({ loss: falling }, 3))).toMatchObject({
      verdict: 'no-curves',
      summary: "'loss' has 3 points, expected at least 5",
    });
  });
});
