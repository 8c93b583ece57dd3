import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { evenSteps, logPlaces, momentLabels, numberLabels, stepLabels } from './axis-places.ts';

describe('the places on a logarithmic axis', () => {
  it.each([
    [0.5, 200, [0.5, 1, 2, 5, 10, 20, 50, 100, 200]],
    [0.0137, 0.6, [0.02, 0.05, 0.1, 0.2, 0.5]],
    [0.9, 12, [1, 2, 3, 5, 7, 10]],
    [2.1, 2.9, [2.2, 2.4, 2.6, 2.8]],
    [1e-6, 1, [1e-6, 1e-5, 1e-4, 1e-3, 1e-2, 0.1, 1]],
  ])('from %d to %d are round numbers', (from, to, places) => {
    expect(logPlaces(from, to)).toEqual(places);
  });

  it('are few and in order between any two numbers', () => {
    const positive = fc.double({ min: 1e-300, max: 1e300, noNaN: true });
    fc.assert(
      fc.property(positive, fc.double({ min: 1.001, max: 1e6, noNaN: true }), (from, ratio) => {
        const to = from * ratio;
        fc.pre(Number.isFinite(to));
        const places = logPlaces(from, to);
        expect(places.length).toBeLessThan(20);
        places.forEach((place, i) => {
          expect(place).toBeGreaterThanOrEqual(from * (1 - 1e-9));
          expect(place).toBeLessThanOrEqual(to * (1 + 1e-9));
          if (i > 0) expect(place).toBeGreaterThan(places[i - 1]!);
        });
      }),
    );
  });
});

describe('the labels of numbers', () => {
  it('tell neighbours apart however close they are', () => {
    expect(numberLabels([0.123456, 0.123457])).toEqual(['0.123456', '0.123457']);
    expect(numberLabels([0, 0.5, null])).toEqual(['0', '0.5', '']);
  });

  it('shorten steps as far as that goes', () => {
    expect(stepLabels([0, 200_000, 1_200_000])).toEqual(['0', '0.2M', '1.2M']);
    expect(stepLabels([0, 500, 20_000])).toEqual(['0', '0.5k', '20k']);
    expect(stepLabels([654_310, 654_315])).toEqual(['654\u202f310', '654\u202f315']);
    expect(stepLabels([1, 1.5])).toEqual(['1', '1.5']);
  });
});

describe('the labels of moments', () => {
  const start = new Date(2026, 10, 23, 23, 0).getTime() / 1000;

  it('say the date where it changes', () => {
    expect(momentLabels([0, 1800, 3600].map((more) => start + more))).toEqual([
      '23:00\n2026-11-23',
      '23:30',
      '00:00\n2026-11-24',
    ]);
  });

  it('say seconds or days where the steps are', () => {
    expect(momentLabels([start, start + 15])[1]).toBe('23:00:15');
    expect(momentLabels([start, start + 86_400])).toEqual(['2026-11-23', '2026-11-24']);
  });
});

describe('the steps of an even axis', () => {
  it('rise from far below to far above every number of 32 bits that a curve spans', () => {
    expect(evenSteps.every((step, i) => i === 0 || step > evenSteps[i - 1]!)).toBe(true);
    expect(evenSteps.at(-1)).toBeGreaterThan(1e300);
    expect(evenSteps).toContain(1e38);
  });
});
