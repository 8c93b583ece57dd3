import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readDiagnosis } from './read-diagnosis.ts';

describe('the reader of a diagnosis', () => {
  it('takes what is there, and NaN for the numbers that JSON cannot write', () => {
    const read = readDiagnosis({
      verdict: 'faulty',
      summary: 'why',
      causes: [
        {
          rule: 'a',
          title: 'b',
          status: 'confirmed',
          effect: { without: null, with: 0.9, difference: null, interval: [0.1, 0.2], curves: { with: [1, null] } },
        },
      ],
      minimalFix: [{ summary: 'fix', keras: ['x', 'y'], recipe: { a: 1 } }],
      before: { score: null, scores: [null], losses: [] },
      seeds: { used: [0, 1], failuresBefore: 1 },
    })!;
    expect(read.causes[0]).toMatchObject({
      layer: '',
      effect: { without: Number.NaN, with: 0.9, interval: [0.1, 0.2] },
    });
    expect(read.causes[0]!.effect!.losses).toEqual({ without: [], with: [1, Number.NaN] });
    expect(read.minimalFix[0]!.ways.map(({ name, text }) => [name, text])).toEqual([
      ['Recipe', '{\n  "a": 1\n}'],
      ['Keras', 'x\ny'],
    ]);
    expect(read).toMatchObject({ before: { score: Number.NaN }, after: undefined, seeds: 2, failures: [1, undefined] });
  });

  it('fails on no JSON whatever', () => {
    expect(readDiagnosis({ report: 'of something else' })).toBeUndefined();
    expect(readDiagnosis(null)).toBeUndefined();
    fc.assert(
      fc.property(fc.jsonValue(), fc.jsonValue(), (causes, before) => {
        expect(readDiagnosis({ verdict: 'healthy', causes, before, minimalFix: causes, seeds: before })!.verdict).toBe(
          'healthy',
        );
      }),
    );
  });
});
