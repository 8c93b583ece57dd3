import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import { type DataType, fromNumbers } from '../../src/core/index.ts';
import { MemoryDataset } from '../../src/data/index.ts';
import { kerasTraining } from '../../src/importers/index.ts';
import { findLoss, type LayerInput, type Network, sequential, withInitializers } from '../../src/nn/index.ts';
import { type Executor, openExecutor } from '../../src/runtime/index.ts';
import { evaluate, fit as fitNetwork, resolveRecipe } from '../../src/train/index.ts';

/** What test/fixtures/keras-training/networks.py writes. */
interface StoredTraining {
  readonly batchSize: number;
  readonly features: number;
  readonly inputs: number[];
  readonly cases: readonly {
    readonly name: string;
    readonly layers: LayerInput[];
    readonly weights: Readonly<Record<string, number[]>>;
    readonly constrained: boolean;
    readonly targetShape: number[];
    readonly targets: number[];
    readonly compile: unknown;
    readonly losses: number[];
    readonly evaluated: number;
  }[];
}

const file = new URL('../fixtures/keras-training/networks.json', import.meta.url);
const { batchSize, features, inputs, cases }: StoredTraining = JSON.parse(readFileSync(file, 'utf8'));

function networkOf({ layers, weights, constrained }: StoredTraining['cases'][number]): Network {
  const network = sequential(layers, { inputShape: [features] });
  const tensors = Object.entries(weights).map(
    ([name, numbers]) => [name, fromNumbers('float32', network.graph.initializers.get(name)!.shape, numbers)] as const,
  );
  const constraint = { name: 'maxNorm' as const, limit: 0.75, axes: [0] };
  return {
    ...withInitializers(network, new Map(tensors)),
    ...(constrained ? { constraints: { 'dense_1/kernel': constraint } } : {}),
  };
}

function datasetOf({ targetShape, targets }: StoredTraining['cases'][number], dtype: DataType): MemoryDataset {
  const samples = inputs.length / features;
  return new MemoryDataset({
    source: 'the fixture',
    layout: 'features',
    inputs: [{ name: 'x', values: fromNumbers('float32', [samples, features], inputs) }],
    target: { name: 'y', values: fromNumbers(dtype, [samples, ...targetShape], targets) },
  });
}

let executor: Executor;
beforeAll(async () => {
  executor = await openExecutor();
});

describe('20 steps without shuffling, by the compile_config of Keras 3.15', () => {
  it.each(cases)("$name: follows Keras's losses", async (stored) => {
    const { recipe, notes } = kerasTraining(stored.compile);
    expect(notes).toEqual([]);
    const complete = resolveRecipe({ ...recipe, batchSize, shuffle: false, steps: stored.losses.length });
    const loss = complete.loss!;
    const train = datasetOf(stored, findLoss(loss).target === 'classes' ? 'int64' : 'float32');
    const losses: number[] = [];
    const onStepEnd = (state: { loss: number }) => {
      losses.push(state.loss);
    };
    const handlers = [{ onStepEnd }];
    const { network } = await fitNetwork(networkOf(stored), { executor, recipe: complete, loss, train, handlers });
    const { loss: evaluated } = await evaluate(network, train, loss, { executor, batchSize });
    expect(losses).toHaveLength(stored.losses.length);
    const errors = [...losses, evaluated].map((value, step) => {
      const expected = stored.losses[step] ?? stored.evaluated;
      return Math.abs(value - expected) / Math.max(1, Math.abs(expected));
    });
    expect(Math.max(...errors)).toBeLessThan(1e-4);
  });
});
