import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { LossCurve } from './curve.ts';
import { type CaseCurves, caseSteps } from './findings.ts';
import { type CaseRunName, caseRunNames } from './steps.ts';
import { tellStory, verdictOf } from './story.ts';

/** A curve of 1,000 steps that begins at one loss and ends at another. */
function curve(first: number, final: number): LossCurve {
  const losses = Float64Array.from({ length: 1000 }, (_, step) => (step === 0 ? first : final));
  return { losses, validation: undefined };
}

/** Final losses as the article describes them. */
const article: CaseCurves = {
  c1: curve(170, 5),
  c2: { losses: [160, 12_000, ...new Array<number>(998).fill(3)], validation: undefined },
  c3: curve(160, 4),
  c4: curve(160, 2),
  c5: curve(160, 0.8),
  c6: { losses: [1e9, Number.NaN], validation: undefined },
  c7: curve(20, 1e-4),
  c8: curve(20, 0.009),
  c9: curve(0.01, 0.003),
  c10Fast: curve(20, 0.09),
  c10Slow: curve(20, 0.0095),
};

const agreeing = (curves: CaseCurves, constantLoss = 5) =>
  caseSteps.filter((step) => step.observe({ curves, constantLoss }).agrees).map(({ id }) => id);

describe('caseSteps', () => {
  it('agree with curves as the article describes them', () => {
    expect(agreeing(article)).toEqual(caseSteps.map(({ id }) => id));
  });

  const contradictions: ReadonlyArray<readonly [string, CaseRunName, LossCurve]> = [
    ['C1', 'c1', curve(170, 1)],
    ['C2', 'c2', curve(160, 3)],
    ['C3', 'c3', curve(160, 2.1)],
    ['C4', 'c4', curve(160, 0.05)],
    ['C5', 'c5', curve(160, 1.1)],
    ['C6', 'c6', curve(170, 100)],
    ['C7', 'c7', curve(20, 0.1)],
    ['C8', 'c8', curve(20, 0.02)],
    ['C9', 'c9', curve(0.01, 0.0085)],
    ['C10', 'c10Fast', curve(20, 0.0035)],
    ['C10', 'c10Slow', curve(20, 0.03)],
  ];
  for (const [id, run, contrary] of contradictions) {
    it(`disagree in ${id} where ${run} shows otherwise`, () => {
      expect(agreeing({ ...article, [run]: contrary })).not.toContain(id);
    });
  }

  it('tell how many seeds disagree', () => {
    const cases = [0, 1, 2].map((seed) => ({ seed, constantLoss: 5, seconds: 1, curves: article }));
    const odd = { ...cases[1]!, curves: { ...article, c8: curve(20, 0.02) } };
    const story = tellStory([cases[0]!, odd, cases[2]!]);
    expect(story.map(verdictOf)[7]).toBe('disagree (1 of 3 seeds)');
    expect(story.map(verdictOf)[6]).toBe('agree');
  });

  const agreeingInPytorch = (file: string, constantLoss: number) => {
    const path = new URL(`../../test/fixtures/case-study/${file}`, import.meta.url);
    const { runs } = JSON.parse(readFileSync(path, 'utf8')) as {
      readonly runs: Readonly<Record<string, { first: number; largest: number; largestOfTwo: number; final: number }>>;
    };
    const fileOf: Partial<Record<CaseRunName, string>> = { c10Fast: 'c10-fast-decay', c10Slow: 'c10-slow-decay' };
    const entries = caseRunNames.map((name): [CaseRunName, LossCurve] => {
      const { first, largest, largestOfTwo, final } = runs[fileOf[name] ?? name]!;
      const losses = [first, largestOfTwo, largest, ...new Array<number>(997).fill(final)];
      return [name, { losses, validation: undefined }];
    });
    return agreeing(Object.fromEntries(entries) as CaseCurves, constantLoss);
  };

  it('show the same orders in PyTorch 2.13, from the same data and recipes', () => {
    expect(agreeingInPytorch('pytorch.json', 5)).toEqual(caseSteps.map(({ id }) => id));
  });

  it('show the same orders in PyTorch on cities: all but C8, which takes more than a third of the steps', () => {
    expect(agreeingInPytorch('pytorch-cities.json', 3.87)).toEqual(
      caseSteps.map(({ id }) => id).filter((id) => id !== 'C8'),
    );
  });
});
