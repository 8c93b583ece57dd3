import { describe, expect, it } from 'vitest';
import { sides } from '../examples/data.ts';
import { dense, subjectOf } from '../examples/example.ts';
import type { RemedyName } from '../remedies/index.ts';
import { taskOf } from '../subject.ts';
import type { TrialRequest, TrialResult } from '../trials/trial.ts';
import { Budget } from './budget.ts';
import { Scoreboard } from './scoreboard.ts';
import { type SearchOptions, search } from './search.ts';

/** A training to which many remedies apply: sigmoids, few units, a squashed output, raw inputs, plain descent, few epochs. */
const subject = subjectOf({
  data: () => sides({ inputScale: 30, inputOffset: 100 }),
  network: [dense(3, { activation: 'sigmoid' }), dense(1, { activation: 'relu' })],
  recipe: { loss: 'mse', optimizer: 'sgd', epochs: 2 },
});

const likelihoods: Partial<Record<RemedyName, number>> = {
  outputActivation: 0.9,
  whitenedInputs: 0.6,
  reluHidden: 0.3,
  widerLayers: 0.3,
  adamOptimizer: 0.3,
  taskLoss: 0.3,
  moreEpochs: 0.3,
};

const whole: Pick<SearchOptions, 'limits'> = { limits: () => ({ planned: 100, affordable: 1000, isPlanKept: true }) };

/** A plan of 10 000 updates of which 1 000 are affordable at first. */
const cut: Pick<SearchOptions, 'limits' | 'longerLimits'> = {
  limits: () => ({ planned: 10_000, affordable: 1000, isPlanKept: false }),
  longerLimits: () => ({ planned: 10_000, affordable: 10_000, isPlanKept: true }),
};

type World = (has: (name: RemedyName) => boolean, seed: number, mostUpdates: number | undefined) => number;

/** Searches in a world where a set of remedies scores what `scoreOf` says. */
async function searchWorld(
  scoreOf: World,
  trials = 500,
  lengths: Pick<SearchOptions, 'limits' | 'longerLimits'> = whole,
) {
  const requests: TrialRequest[] = [];
  const board = new Scoreboard({
    subject,
    context: { task: taskOf(subject), train: subject.train },
    seeds: [0, 1, 2],
    budget: new Budget({ trials }),
    floor: 0.5,
    async run(request): Promise<TrialResult> {
      requests.push(request);
      const score = scoreOf((name) => request.remedies.includes(name), request.seed, request.mostUpdates);
      const { remedies: applied } = request;
      return {
        applied,
        losses: [1, 1 - score],
        score,
        trainingScore: score,
        steps: 64,
        seconds: 0.001,
        outcome: 'completed',
      };
    },
  });
  const found = await search({
    board,
    trainingFloor: 0.5,
    hasDataFault: false,
    suspect: async () =>
      new Map(
        Object.entries(likelihoods).map(([name, likelihood]) => [name as RemedyName, { likelihood, reason: '' }]),
      ),
    ...lengths,
  });
  return { found, requests, board };
}

describe('search', () => {
  it('finds the one change that cures, and refutes the others', async () => {
    const { found } = await searchWorld((has) => (has('whitenedInputs') ? 1 : 0.5));
    expect(found).toMatchObject({ verdict: 'faulty', minimal: ['whitenedInputs'], isComplete: true });
    expect(found.effects.get('whitenedInputs')!.shares).toEqual({ alone: 1, removal: 1 });
    expect(found.effects.get('adamOptimizer')!.shares).toEqual({ alone: 0, removal: 0 });
  });

  it('finds two changes that cure together alone', async () => {
    const { found } = await searchWorld((has) => (has('outputActivation') && has('adamOptimizer') ? 0.98 : 0.5));
    expect(found.minimal).toEqual(['outputActivation', 'adamOptimizer']);
  });

  it('finds three changes of which none helps without the others', async () => {
    const needed: RemedyName[] = ['reluHidden', 'outputActivation', 'moreEpochs'];
    const { found } = await searchWorld((has) => (needed.every(has) ? 1 : 0.5));
    expect(found.minimal).toEqual(needed);
  });

  it('prefers a cure that its rules think likely to one that happens to cure as well', async () => {
    const { found } = await searchWorld((has) => (has('outputActivation') || has('widerLayers') ? 1 : 0.5));
    expect(found.minimal).toEqual(['outputActivation']);
  });

  it('names what cures as well in the place of a change', async () => {
    const { found } = await searchWorld((has) =>
      has('outputActivation') && (has('moreEpochs') || has('adamOptimizer')) ? 1 : 0.5,
    );
    expect(found.minimal).toHaveLength(2);
    const [pace] = found.minimal.filter((name) => name !== 'outputActivation');
    const other = pace === 'moreEpochs' ? 'adamOptimizer' : 'moreEpochs';
    expect(found.alternatives).toMatchObject([{ remedy: other, replaces: pace }]);
  });

  it('takes a smaller set that does nearly as well', async () => {
    const { found } = await searchWorld((has) =>
      has('outputActivation') ? 0.95 + (has('reluHidden') ? 0.01 : 0) + (has('taskLoss') ? 0.01 : 0) : 0.5,
    );
    expect(found.minimal).toEqual(['outputActivation']);
  });

  it('leaves a training in peace that learns as it is, after a pilot and as few trainings as tell', async () => {
    const { found, requests } = await searchWorld((_has, seed) => 0.9 + seed / 100);
    expect(found).toMatchObject({ verdict: 'healthy', minimal: [], isComplete: true });
    expect(requests.length).toBeLessThanOrEqual(7);
  });

  it('makes no training twice', async () => {
    const { requests } = await searchWorld((has) => (has('outputActivation') && has('moreEpochs') ? 1 : 0.5));
    const keys = requests.map((request) => JSON.stringify(request));
    expect(new Set(keys).size).toBe(keys.length);
  });

  it('tells what it knows when its budget ends: nothing yet, then the fault, then its best cure', async () => {
    const world = (has: (name: RemedyName) => boolean) => (has('outputActivation') ? 1 : 0.5);
    expect((await searchWorld(world, 3)).found).toMatchObject({ verdict: 'inconclusive', isComplete: false });
    const { found } = await searchWorld(world, 12);
    expect(found).toMatchObject({ verdict: 'faulty', isComplete: false });
    expect(found.minimal).toContain('outputActivation');
    expect(found.after.every((score) => score === 1)).toBe(true);
  });

  it('finds in trainings by the whole plan what short ones do not show', async () => {
    const { found, board } = await searchWorld(
      (has, _seed, most) => {
        if (!has('outputActivation')) return 0.5;
        const isLong = most !== 1000;
        return 0.95 + (isLong && has('adamOptimizer') ? 0.02 : 0) + (isLong && has('whitenedInputs') ? 0.02 : 0);
      },
      500,
      cut,
    );
    expect(found.minimal).toEqual(['outputActivation', 'whitenedInputs', 'adamOptimizer']);
    expect(found.after).toEqual([0.99, 0.99, 0.99].map((score) => expect.closeTo(score, 10)));
    // What each of them does is known of long trainings.
    expect(board.known(['outputActivation', 'whitenedInputs'])).toHaveLength(3);
    expect(found.effects.get('adamOptimizer')!.setting.limits!.affordable).toBe(10_000);
  });

  it('leaves a cure of short trainings as it is where long ones agree', async () => {
    const world: World = (has) => (has('outputActivation') ? (has('adamOptimizer') ? 0.991 : 0.99) : 0.5);
    const { found, board, requests } = await searchWorld(world, 500, cut);
    expect(found.minimal).toEqual(['outputActivation']);
    expect(board.limits!.affordable).toBe(1000);
    expect(requests.filter(({ mostUpdates }) => mostUpdates !== 1000).length).toBeLessThan(10);
  });

  it('keeps what it found where the budget ends in long trainings', async () => {
    const world: World = (has, _seed, most) =>
      has('outputActivation') ? (most !== 1000 && has('adamOptimizer') ? 0.99 : 0.95) : 0.5;
    const short = await searchWorld(world, 500, { limits: cut.limits });
    const { found } = await searchWorld(world, short.requests.length + 2, cut);
    expect(found).toMatchObject({ verdict: 'faulty', minimal: ['outputActivation'] });
    const later = await searchWorld(world, short.requests.length + 9, cut);
    expect(later.found.minimal).toContain('adamOptimizer');
  });
});
