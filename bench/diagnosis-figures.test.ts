import { expect, it } from 'vitest';
import { alwaysFaulty, answerOf, fallen, figuresOf, isRepaired, seededRandom } from './diagnosis-figures.mjs';

const faulty = { id: 'a', verdict: 'confirmed', families: ['loss', 'scaling'], scoreFixed: [0.9, 1] };
const dataFault = { id: 'b', verdict: 'confirmed', families: ['data'], scoreFixed: [0.9] };
const control = { id: 'c', verdict: 'control', families: [], scoreFixed: [0.8] };
const smell = { id: 'd', verdict: 'NO measurable effect', families: ['loss'], scoreFixed: [0.8] };
const coin = { id: 'e', verdict: 'no-signal control', families: ['data'], scoreFixed: [0.5] };

const answers = [
  { case: faulty, verdict: 'faulty', families: ['target-scaling', 'epochs'], size: 2, scores: [0.93] },
  { case: dataFault, verdict: 'healthy', families: [], size: 0, scores: undefined },
  { case: control, verdict: 'healthy', families: [], size: 0, scores: undefined },
  { case: smell, verdict: 'faulty', families: ['loss'], size: 1, scores: [0.9] },
  { case: coin, verdict: 'faulty', families: ['data'], size: 0, scores: undefined },
];

it('counts answers over the cases that a figure is about', () => {
  expect(figuresOf(answers)).toEqual({
    detection: 0.5,
    specificity: 0.5,
    topOne: 0.5,
    recall: 1 / 3,
    precision: 0.5,
    repair: 1,
    noLarger: 1,
    noSignal: 1,
    mildCalledFaulty: undefined,
    cases: { confirmed: 2, harmless: 2, mild: 0, noSignal: 1, repairable: 1 },
  });
});

it('takes 95 % of a reference above 0.2 and a margin of 0.01 below, so that a negative R² cannot be passed by a worse one', () => {
  const reaches = (fixed: number, score: number) => isRepaired({ scoreFixed: [fixed] }, [score]);
  expect([reaches(1, 0.951), reaches(1, 0.949), reaches(-1, -1.06), reaches(0, -0.009), reaches(0, -0.02)]).toEqual([
    true,
    false,
    false,
    true,
    false,
  ]);
  expect(reaches(1, Number.NaN)).toBe(false);
});

it('reads confirmed causes alone from a diagnosis, each family once and in their order', () => {
  const cause = (family: string, status: string) => ({ family, status });
  const diagnosis = {
    verdict: 'faulty',
    minimalFix: [{}, {}],
    causes: [
      cause('loss', 'confirmed'),
      cause('epochs', 'refuted'),
      cause('data', 'confirmed'),
      cause('loss', 'confirmed'),
    ],
  };
  expect(answerOf(faulty, { diagnosis, after: [1] })).toEqual({
    case: faulty,
    verdict: 'faulty',
    families: ['loss', 'data'],
    size: 2,
    scores: [1],
  });
});

it('finds every fault and no health where everything is called faulty', () => {
  const { detection, specificity, repair } = figuresOf(alwaysFaulty([faulty, dataFault, control, smell]));
  expect({ detection, specificity, repair }).toEqual({ detection: 1, specificity: 0, repair: 0 });
});

it('lets a figure fall by one case, and no further', () => {
  const figures = { ...figuresOf(answers), detection: 0.5, recall: 0.6 };
  expect(fallen(figures, { detection: 1, recall: 0.62 })).toEqual([]);
  expect(fallen({ ...figures, detection: 0.4 }, { detection: 1, recall: 0.64 })).toEqual(['detection', 'recall']);
  expect(fallen({ ...figures, detection: undefined }, { detection: 1 })).toEqual(['detection']);
});

it('draws the same numbers for the same seed', () => {
  const [a, b, c] = [seededRandom(3), seededRandom(3), seededRandom(4)];
  const drawn = Array.from({ length: 5 }, a);
  expect(drawn).toEqual(Array.from({ length: 5 }, b));
  expect(drawn).not.toEqual(Array.from({ length: 5 }, c));
  expect(drawn.every((value) => value >= 0 && value < 1)).toBe(true);
});
