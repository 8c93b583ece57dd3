import { beforeAll, describe, expect, it } from 'vitest';
import { subjectFor, table, withWeights } from '../../../test/support/diagnosis-subject.ts';
import { type LayerInput, sequential } from '../../nn/index.ts';
import { type Executor, openExecutor } from '../../runtime/index.ts';
import { type Subject, taskOf } from '../subject.ts';
import { withoutBatchNorm } from './changes.ts';
import type { Experiment, LadderContext } from './experiment.ts';
import { experiments } from './experiments.ts';
import { learningRateRange } from './learning-rate-range.ts';
import { overfitOnePoint, overfitTwoPoints } from './overfit.ts';
import { runLadder } from './run-ladder.ts';
import { designOf, trainBriefly } from './short-training.ts';

let executor: Executor;
beforeAll(async () => {
  executor = await openExecutor({ threads: 1 });
});

const layers: LayerInput[] = [
  { layer: 'dense', units: 16 },
  { layer: 'dense', units: 1 },
];
const line = table(100, 2, ([a, b]) => a! - b!);
const yesNo = table(100, 2, ([a, b]) => (a! > b! ? 1 : 0));

/** What an experiment says of a subject. */
function climb(experiment: Experiment, subject: Subject) {
  const context: LadderContext = {
    subject,
    task: taskOf(subject),
    executor,
    seeds: [0],
    steps: 100,
    signal: undefined,
    asIs: async () => [await trainBriefly(context, designOf(context, 0), 0)],
  };
  return experiment.run(context);
}

describe('runLadder', () => {
  it('passes a healthy network on every rung, in the order of the article, and repeats itself', async () => {
    const subject = subjectFor(layers, line, { optimizer: { name: 'adam', learningRate: 0.01 } });
    const seen: string[] = [];
    const options = { executor, steps: 100, seeds: [0] };
    const { rungs } = await runLadder(subject, {
      ...options,
      onProgress: ({ experiment }) => void seen.push(experiment),
    });
    expect(seen).toEqual(experiments.map(({ name }) => name));
    expect(rungs.map(({ name, outcome }) => `${name} ${outcome}`)).toEqual([
      'overfit-one-point pass',
      'overfit-two-points pass',
      'overfit-one-batch pass',
      'lower-learning-rate pass',
      'higher-learning-rate pass',
      'learning-rate-range pass',
      'batch-of-one pass',
      'without-batch-norm not-applicable',
      'larger-batches pass',
      'reshapes pass',
      'l1-and-l2 pass',
    ]);
    expect((await runLadder(subject, options)).rungs).toEqual(rungs);
  });

  it('ends with what is known where it is told to stop', async () => {
    const stop = new AbortController();
    const { rungs } = await runLadder(subjectFor(layers, line), {
      executor,
      signal: stop.signal,
      onProgress: ({ done }) => done === 1 && stop.abort(),
    });
    expect(rungs.map(({ name }) => name)).toEqual(['overfit-one-point']);
  });
});

describe('overfitting', () => {
  it('fails where the output cannot say what the targets ask for, and blames the architecture', async () => {
    const softmax: LayerInput[] = [layers[0]!, { layer: 'dense', units: 1, activation: 'softmax' }];
    const found = await climb(
      overfitOnePoint,
      subjectFor(softmax, yesNo, { loss: 'binaryCrossEntropyOnProbabilities' }),
    );
    expect(found).toMatchObject({ outcome: 'fail', value: 0 });
    expect(found!.says).toMatch(/^0 % of the answers are right; with Adam .* neither, so the architecture or the loss/);
  });

  it('fails with a rate that is far too low, and blames the optimizer', async () => {
    const slow = subjectFor(layers, line, { optimizer: { name: 'sgd', learningRate: 1e-6 } });
    const found = await climb(overfitTwoPoints, slow);
    expect(found!.outcome).toBe('fail');
    expect(found!.says).toMatch(/with Adam at 0\.001 it is learned, so the optimizer/);
  });
});

describe('the learning-rate range test', () => {
  it('says that a rate is too high or too low, and gives one that learns', async () => {
    for (const [learningRate, verdict] of [
      [1e-6, /is too low$/],
      [30, /is too high$/],
    ] as const) {
      const found = await climb(
        learningRateRange,
        subjectFor(layers, line, { optimizer: { name: 'sgd', learningRate } }),
      );
      expect(found).toMatchObject({ outcome: 'fail', says: expect.stringMatching(verdict) });
      const rate = found!.value!;
      const trained = subjectFor(layers, line, { optimizer: { name: 'sgd', learningRate: rate } });
      expect(await climb(overfitTwoPoints, trained)).toMatchObject({ outcome: 'pass' });
    }
  });

  it('gives no answer where nothing can be learned', async () => {
    const softmax: LayerInput[] = [layers[0]!, { layer: 'dense', units: 1, activation: 'softmax' }];
    const found = await climb(
      learningRateRange,
      subjectFor(softmax, yesNo, { loss: 'binaryCrossEntropyOnProbabilities' }),
    );
    expect(found).toMatchObject({
      outcome: 'unclear',
      value: undefined,
      says: expect.stringMatching(/^no reliable answer/),
    });
  });
});

describe('taking batch normalisation out', () => {
  it('shows an explosion that it hid', async () => {
    const deep: LayerInput[] = [
      ...Array.from({ length: 4 }, (): LayerInput[] => [{ layer: 'dense', units: 32 }, { layer: 'batchNorm' }]).flat(),
      { layer: 'dense', units: 1 },
    ];
    const network = sequential(deep, { inputShape: [2] });
    const kernels = network.parameters.filter((name) => name.endsWith('kernel'));
    const wild = withWeights(
      network,
      Object.fromEntries(kernels.map((name) => [name, (index: number) => 10 * Math.sin(index * index + name.length)])),
    );
    const found = await climb(
      withoutBatchNorm,
      subjectFor(wild, line, { optimizer: { name: 'sgd', learningRate: 0.01 } }),
    );
    expect(found).toMatchObject({ outcome: 'fail', says: expect.stringMatching(/batch normalisation hides/) });
  });
});
