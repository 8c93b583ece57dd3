import { describe, expect, it } from 'vitest';
import { gradientRatio, type LayerFlow, signalThroughDepth } from './layer-flow.ts';

const flow = (gradientNorm: number | undefined, deviation: number, isLast = false): LayerFlow => ({
  name: 'layer',
  kind: 'dense',
  isLast,
  output: {
    name: 'layer',
    kind: 'dense',
    mean: 0,
    deviation,
    minimum: -1,
    maximum: 1,
    zeros: 0,
    deadUnits: 0,
    saturated: undefined,
    nonFinite: 0,
    elements: 1,
    parameters: [],
    histogram: undefined,
  },
  weightNorm: 1,
  gradientNorm,
  updateRatio: 1e-3,
});

describe('gradientRatio', () => {
  it('compares the first layer that is trained with the last', () => {
    expect(gradientRatio([flow(undefined, 1), flow(2, 1), flow(7, 1), flow(4, 1, true)])).toBe(0.5);
  });

  it('is undefined for one layer, and where nothing is trained at the end', () => {
    expect(gradientRatio([flow(2, 1)])).toBeUndefined();
    expect(gradientRatio([flow(2, 1), flow(0, 1)])).toBeUndefined();
  });
});

describe('signalThroughDepth', () => {
  it('is the change of the deviation per hidden layer, from the inputs on', () => {
    const { deviations, changePerLayer } = signalThroughDepth(4, [flow(1, 2), flow(1, 1), flow(1, 100, true)]);
    expect(deviations).toEqual([4, 2, 1]);
    expect(changePerLayer).toBeCloseTo(0.5, 12);
  });

  it('is undefined without hidden layers and where the signal has died', () => {
    expect(signalThroughDepth(1, [flow(1, 2, true)]).changePerLayer).toBeUndefined();
    expect(signalThroughDepth(1, [flow(1, 0), flow(1, 2, true)]).changePerLayer).toBeUndefined();
  });
});
