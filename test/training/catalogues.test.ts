import { beforeAll, describe, expect, it } from 'vitest';
import { fromNumbers, RandomStream } from '../../src/core/index.ts';
import { fitPreparation, inferTask, MemoryDataset } from '../../src/data/index.ts';
import {
  allMetricsFor,
  findLoss,
  type LossName,
  lossNames,
  sequential,
  type TargetKind,
  withPreparation,
} from '../../src/nn/index.ts';
import { type OptimizerName, optimizers, schedules } from '../../src/optim/index.ts';
import { type Executor, openExecutor } from '../../src/runtime/index.ts';
import { defaultLayers, evaluate, fit as fitNetwork, type RecipeInput, resolveRecipe } from '../../src/train/index.ts';

const samples = 96;

/** Three features; the class is the sign of the first, the count grows with it. */
function dataset(kind: TargetKind): MemoryDataset {
  const random = new RandomStream(4, 'catalogues');
  const x = Array.from({ length: 3 * samples }, () => random.normal());
  const first = Array.from({ length: samples }, (_, i) => x[3 * i]!);
  const targets = {
    classes: fromNumbers(
      'int64',
      [samples],
      first.map((value) => (value > 0 ? 1 : 0)),
    ),
    oneHot: fromNumbers(
      'float32',
      [samples, 2],
      first.flatMap((value) => (value > 0 ? [0, 1] : [1, 0])),
    ),
    binary: fromNumbers(
      'float32',
      [samples, 1],
      first.map((value) => (value > 0 ? 1 : 0)),
    ),
    numbers: fromNumbers(
      'float32',
      [samples, 1],
      first.map((value) => Math.round(2 * Math.exp(0.5 * value))),
    ),
  };
  return new MemoryDataset({
    source: 'three features',
    layout: 'features',
    inputs: [{ name: 'x', values: fromNumbers('float32', [samples, 3], x) }],
    target: { name: 'y', values: targets[kind] },
  });
}

let executor: Executor;
beforeAll(async () => {
  executor = await openExecutor();
});

async function train(loss: LossName, recipe: RecipeInput) {
  const data = dataset(findLoss(loss).target);
  const task = inferTask(data, findLoss(loss).target !== 'numbers');
  const plain = sequential(defaultLayers(data, task, { loss }), { inputShape: [3] });
  const fitted = fitPreparation(data, 'auto', { scaleTarget: findLoss(loss).output === 'numbers' })!;
  const network = withPreparation(plain, fitted);
  const options = { executor, recipe: resolveRecipe({ batchSize: 32, epochs: 12, ...recipe }), loss, train: data };
  return { data, network, result: await fitNetwork(network, options) };
}

describe.each(lossNames)('the loss %s', (loss) => {
  it('trains its default network, and every metric that fits has a value', async () => {
    const { data, network, result } = await train(loss, {});
    expect(result.reason.kind).toBe('completed');
    const metrics = allMetricsFor(findLoss(loss).target);
    const before = await evaluate(network, data, loss, { executor, metrics });
    const after = await evaluate(result.network, data, loss, { executor, metrics });
    // The direction of a single number is its sign, which the scaling of targets alone gets right; it says nothing of size.
    const isOfDirection = loss === 'cosineSimilarity';
    if (isOfDirection) expect(after.loss).toBeLessThanOrEqual(before.loss);
    else expect(after.loss).toBeLessThan(before.loss);
    expect(Object.values(after.metrics).every(Number.isFinite)).toBe(true);
    expect(Object.keys(after.metrics)).toEqual(metrics);
    if (after.metrics.auc !== undefined) expect(after.metrics.auc).toBeGreaterThan(0.95);
    if (after.metrics.r2 !== undefined && !isOfDirection) expect(after.metrics.r2).toBeGreaterThan(0.5);
  });
});

describe.each(Object.keys(optimizers) as OptimizerName[])('the optimizer %s', (optimizer) => {
  it('lowers the loss by half at its default rate', async () => {
    const { result } = await train('crossEntropy', { optimizer, epochs: 60 });
    expect(result.history.at(-1)!.loss).toBeLessThan(result.history[0]!.loss / 2);
  });
});

describe.each(Object.values(schedules).map(({ name, samples }) => ({ name, schedule: samples[0]! })))(
  'the schedule $name',
  ({ schedule }) => {
    it('trains', async () => {
      const { result } = await train('crossEntropy', { schedule });
      expect(result.history.at(-1)!.loss).toBeLessThan(result.history[0]!.loss);
    });
  },
);
