import { describe, expect, it } from 'vitest';
import { RandomStream } from '../../core/index.ts';
import { agreeOnRange, type RateCurve, readRateCurve, smoothed } from './rate-curve.ts';

const steps = 160;
const rates = Array.from({ length: steps }, (_, index) => 10 ** (-7 + (8 * index) / (steps - 1)));

/** Falls from 1 to 0.2 around a rate, blows up around another, with noise. */
function curve(fallsAt: number, blowsUpAt: number, noise: number, seed = 0): RateCurve {
  const random = new RandomStream(seed, 'noise');
  const losses = rates.map((rate) => {
    const fall = 1 / (1 + (fallsAt / rate) ** 3);
    return 1 - 0.8 * fall + (rate / blowsUpAt) ** 4 + noise * random.normal();
  });
  return { rates, losses };
}

describe('readRateCurve', () => {
  it('finds where the loss begins to fall, falls fastest, and is lowest', () => {
    const { low, suggestion, high } = readRateCurve(curve(1e-3, 1, 0.01))!;
    expect(Math.log10(low)).toBeCloseTo(-3.3, 0);
    expect(Math.abs(Math.log10(suggestion / 1e-3))).toBeLessThan(0.35);
    expect(high).toBeGreaterThan(5e-3);
    expect(high).toBeLessThan(0.5);
  });

  it('is not drawn to small rates, as a slope over a linear axis is', () => {
    const early = readRateCurve(curve(1e-1, 5, 0.01))!;
    expect(early.suggestion).toBeGreaterThan(2e-2);
  });

  it('has no answer where the loss only falls by chance, or never', () => {
    for (let seed = 0; seed < 20; seed++) expect(readRateCurve(curve(1e9, 1, 0.3, seed))).toBeUndefined();
    expect(readRateCurve({ rates, losses: rates.map(() => 0) })).toBeUndefined();
    expect(readRateCurve({ rates: [], losses: [] })).toBeUndefined();
  });
});

describe('agreeOnRange', () => {
  it('is the middle of what the seeds say', () => {
    const found = agreeOnRange([0, 1, 2].map((seed) => curve(1e-3, 1, 0.02, seed)));
    expect('range' in found && Math.abs(Math.log10(found.range.suggestion / 1e-3)) < 0.35).toBe(true);
  });

  it('refuses where seeds do not agree or most see nothing', () => {
    expect(agreeOnRange([curve(1e-5, 1e-3, 0.01), curve(1e-1, 5, 0.01), curve(1e-3, 1, 0.01)])).toEqual({
      reason: expect.stringMatching(/the seeds do not agree/),
    });
    expect(agreeOnRange([curve(1e9, 1, 0.3), curve(1e9, 1, 0.3, 1), curve(1e-3, 1, 0.01)])).toEqual({
      reason: expect.stringMatching(/under 2 of 3 seeds/),
    });
  });
});

describe('smoothed', () => {
  it('averages without shifting', () => {
    const line = Array.from({ length: 30 }, (_, index) => index);
    expect(smoothed(line).slice(4, 26)).toEqual(line.slice(4, 26));
  });
});
