import { describe, expect, it } from 'vitest';
import { RandomStream } from '../../../core/index.ts';
import { rules } from '../../rules/index.ts';
import { experiments } from '../experiments.ts';
import { type NamedSighting, Watch } from '../watch.ts';
import type { Course, EpochView, LayerView, StepView } from '../watcher.ts';
import { watchers } from './index.ts';

interface Series extends Partial<Course> {
  readonly step?: (step: number, noise: () => number) => Partial<StepView>;
  readonly epoch?: (epoch: number, noise: () => number) => Omit<EpochView, 'step'>;
  readonly layer?: (step: number, index: number) => Partial<LayerView>;
}

const totalSteps = 1000;
const stepsPerEpoch = 50;

/** A training as it should be: a noisy loss that falls, gradients, updates, a rate that stays. */
const healthy: Required<Pick<Series, 'step' | 'epoch' | 'layer'>> = {
  step: (step, noise) => ({
    loss: (0.1 + Math.exp(-step / 200)) * (1 + 0.3 * noise()),
    gradientNorm: 1 + noise(),
    learningRate: 1e-3,
  }),
  epoch: (epoch, noise) => {
    const loss = 0.1 + Math.exp(-epoch / 4);
    return { loss: loss * (1 + 0.02 * noise()), validationLoss: 1.2 * loss * (1 + 0.1 * noise()) };
  },
  layer: () => ({ gradientNorm: 0.5, updateRatio: 2e-3, deadUnits: 0.2, saturated: 0.1 }),
};

/** All that is seen in a training of three layers, looked into at every tenth step. */
function watchSeries({ step, epoch, layer, ...course }: Series, watch = watchOf(course), from = 1, to = totalSteps) {
  const noise = noises(from);
  const seen: NamedSighting[] = [];
  for (let at = from; at <= to; at++) {
    seen.push(...watch.step({ step: at, loss: 1, ...healthy.step(at, noise), ...step?.(at, noise) }));
    if (at % 10 === 0) {
      const layers = [0, 1, 2].map((index) => ({
        name: `dense_${index + 1}`,
        isOutput: index === 2,
        ...healthy.layer(at, index),
        ...layer?.(at, index),
      }));
      seen.push(...watch.look(at, layers));
    }
    if (at % stepsPerEpoch === 0)
      seen.push(...watch.epoch({ step: at, ...(epoch ?? healthy.epoch)(at / stepsPerEpoch, noise) }));
  }
  return seen;
}

const watchOf = (course: Partial<Course>) =>
  new Watch({ steps: totalSteps, batchSize: 32, constantLoss: 1.1, ...course });

/** From -1 to 1. */
function noises(seed: number): () => number {
  const stream = new RandomStream(seed, 'test of watchers');
  return () => 2 * stream.uniform() - 1;
}

const dead = (deadUnits: number) => (step: number, index: number) => ({
  deadUnits: step > 300 && index === 0 ? deadUnits : 0.1,
});

/** For each watcher a sick training and a healthy one that looks much like it. */
const pairs: Readonly<Record<string, { sick: Series; twin: Series; layer?: string }>> = {
  'loss-explodes': {
    sick: { step: (step) => ({ loss: step < 20 ? 1 : 1.05 ** (step - 20) }) },
    // A spike that heals.
    twin: { step: (step) => (step > 300 && step < 306 ? { loss: 40 } : {}) },
  },
  'loss-falls-back': {
    sick: { step: (step, noise) => (step > 500 ? { loss: 1.1 + 0.1 * noise() } : {}) },
    twin: { step: (step, noise) => (step > 500 && step < 560 ? { loss: 1.1 + 0.1 * noise() } : {}) },
  },
  'loss-stands-still': {
    sick: { step: (_step, noise) => ({ loss: 1.1 + 0.2 * noise() }) },
    // Slow, but on its way.
    twin: { step: (step, noise) => ({ loss: 1.3 - 0.8 * (step / totalSteps) + 0.2 * noise() }) },
  },
  'loss-oscillates': {
    sick: { epoch: (epoch) => ({ loss: epoch % 2 === 0 ? 0.7 : 1.3 }) },
    twin: { epoch: (epoch, noise) => ({ loss: 1 - epoch / 40 + 0.05 * noise() }) },
  },
  'gradient-explodes': {
    sick: { step: (step) => ({ loss: 1.1, gradientNorm: 1.02 ** step }), constantLoss: 0.5 },
    // Large gradients that the loss falls by.
    twin: { step: (step) => ({ gradientNorm: Math.min(400, 1.02 ** step) }) },
  },
  'gradient-vanishes': {
    sick: { layer: (_step, index) => ({ gradientNorm: index === 0 ? 1e-5 : 0.1 }) },
    twin: { layer: (_step, index) => ({ gradientNorm: index === 0 ? 1e-3 : 0.1 }) },
    layer: 'dense_1',
  },
  'dead-units': { sick: { layer: dead(0.9) }, twin: { layer: dead(0.4) }, layer: 'dense_1' },
  'saturated-units': {
    sick: { layer: (_step, index) => ({ saturated: index === 1 ? 0.95 : 0.1 }) },
    // Probabilities of an output are to be sure.
    twin: { layer: (_step, index) => ({ saturated: index === 2 ? 0.95 : 0.3 }) },
    layer: 'dense_2',
  },
  'update-size': {
    sick: { step: () => ({ loss: 1.2 }), layer: () => ({ updateRatio: 0.8 }), constantLoss: 1.5 },
    twin: { layer: (step) => ({ updateRatio: step > 700 ? 1e-7 : 2e-3 }) },
    layer: 'dense_1',
  },
  'lost-updates': {
    sick: { layer: (_step, index) => (index === 1 ? { gradientNorm: 0 } : {}) },
    // A rate that has gone down on purpose.
    twin: {
      step: (step) => ({ learningRate: step > 950 ? 1e-9 : 1e-3 }),
      layer: (step) => (step > 950 ? { updateRatio: 1e-9 } : {}),
    },
    layer: 'dense_2',
  },
  'rate-gone': {
    sick: { step: (step) => ({ learningRate: 1e-2 * 0.97 ** step }) },
    twin: { step: (step) => ({ learningRate: (1e-2 * (1 + Math.cos((Math.PI * step) / totalSteps))) / 2 }) },
  },
  overfitting: {
    sick: {
      epoch: (epoch, noise) => ({
        loss: Math.exp(-epoch / 4),
        validationLoss: (epoch < 6 ? 1 - epoch / 10 : 0.4 + (epoch - 6) / 10) * (1 + 0.05 * noise()),
      }),
    },
    twin: { epoch: (epoch, noise) => ({ loss: Math.exp(-epoch / 4), validationLoss: 0.5 + 0.05 * noise() }) },
  },
};

describe('every watcher', () => {
  it('has a sick training here', () => {
    expect(Object.keys(pairs).sort()).toEqual(watchers.map(({ name }) => name).sort());
  });

  it('names rules of the catalogue alone', () => {
    const names = new Set(rules.map(({ name }) => name));
    expect(Object.keys(experiments).filter((name) => !names.has(name))).toEqual([]);
  });

  for (const [name, { sick, twin, layer }] of Object.entries(pairs)) {
    it(`sees ${name} once and first, and nothing in the healthy twin`, () => {
      const seen = watchSeries(sick);
      expect(seen.filter(({ watcher }) => watcher === name)).toHaveLength(1);
      expect(seen[0]!.watcher).toBe(name);
      expect(seen[0]!.sighting.layer).toBe(layer);
      expect(watchSeries(twin)).toEqual([]);
    });
  }
});

describe('a watch', () => {
  it('says nothing of healthy trainings, whatever the noise', () => {
    for (const batchSize of [1, 32]) {
      for (let seed = 1; seed < 20; seed++) {
        const noise = noises(1000 + seed);
        const step = (at: number) => ({ loss: (0.2 + Math.exp(-at / 200)) * (1 + 0.9 * noise()) });
        expect(watchSeries({ batchSize, step })).toEqual([]);
      }
    }
  });

  it('goes on from what it remembers, and repeats nothing', () => {
    const { sick } = pairs['loss-falls-back']!;
    const whole = watchSeries(sick);
    const first = watchOf({});
    const before = watchSeries(sick, first, 1, 540);
    const second = watchOf({});
    second.restore(JSON.parse(JSON.stringify(first.save())));
    const after = watchSeries(sick, second, 541);
    expect(before).toEqual([]);
    expect(after.map(({ watcher }) => watcher)).toEqual(whole.map(({ watcher }) => watcher));
    const third = watchOf({});
    third.restore(second.save());
    expect(watchSeries(sick, third, 541)).toEqual([]);
  });

  it('tells of the first loss that is not finite, and of no later one', () => {
    const seen = watchSeries({ step: (step) => (step > 30 ? { loss: Number.NaN } : {}) });
    expect(seen).toMatchObject([{ watcher: 'not-finite', sighting: { step: 31 } }]);
  });
});
