import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import { type DataType, fromNumbers } from '../../src/core/index.ts';
import { MemoryDataset } from '../../src/data/index.ts';
import { functional, withInitializers } from '../../src/nn/index.ts';
import { type Executor, openExecutor } from '../../src/runtime/index.ts';
import { evaluate, type FitOptions, fit as fitNetwork, resolveRecipe } from '../../src/train/index.ts';

/** What test/fixtures/pytorch/two-outputs.py writes. */
interface StoredTraining {
  readonly weights: [number, number];
  readonly x: number[];
  readonly label: number[];
  readonly number: number[];
  readonly parameters: Readonly<Record<string, { readonly shape: number[]; readonly data: number[] }>>;
  readonly losses: number[];
  /** The total, and that of each output. */
  readonly evaluated: [number, number, number];
}

const file = new URL('../fixtures/pytorch/two-outputs.json', import.meta.url);
const stored: StoredTraining = JSON.parse(readFileSync(file, 'utf8'));

const built = functional(({ input, layer }) => {
  const body = layer({ layer: 'dense', units: 4, activation: 'tanh', name: 'body' })(input('x', [3]));
  return {
    label: layer({ layer: 'dense', units: 2, activation: 'linear', name: 'label' })(body),
    number: layer({ layer: 'dense', units: 1, activation: 'linear', name: 'number' })(body),
  };
});
const [labelOutput, numberOutput] = built.graph.outputs.map(({ name }) => name) as [string, string];
const tensors = Object.entries(stored.parameters).map(
  ([name, { shape, data }]) => [name, fromNumbers('float32', shape, data)] as const,
);
const network = withInitializers(built, new Map(tensors));
const field = (name: string, dtype: DataType, shape: number[], data: number[]) => {
  return { name, values: fromNumbers(dtype, shape, data) };
};
const data = new MemoryDataset({
  source: 'the fixture',
  layout: 'features',
  inputs: [field('x', 'float32', [8, 3], stored.x), field('amount', 'float32', [8, 1], stored.number)],
  target: field('kind', 'int64', [8], stored.label),
});
const recipe = resolveRecipe({ optimizer: 'sgd', learningRate: 0.1, batchSize: 4, shuffle: false, steps: 20 });
const [lossWeight, weight] = stored.weights;
const number = { output: numberOutput, target: 'amount', loss: 'mse', weight } as const;

let executor: Executor;
beforeAll(async () => {
  executor = await openExecutor();
});

function train(options: Partial<FitOptions>) {
  const losses = { loss: 'crossEntropy', lossWeight, furtherLosses: [number] } as const;
  return fitNetwork(network, { executor, recipe, train: data, validation: data, ...losses, ...options });
}

describe('a network with two outputs', () => {
  it("follows PyTorch's weighted sum of both losses over 20 steps, and scores the sum and each", async () => {
    const losses: number[] = [];
    const onStepEnd = (state: { loss: number }) => {
      losses.push(state.loss);
    };
    const { network: trained, history } = await train({ handlers: [{ onStepEnd }] });
    expect(losses).toHaveLength(20);
    losses.forEach((loss, step) => {
      expect(loss).toBeCloseTo(stored.losses[step]!, 5);
    });
    const [total, label, amount] = stored.evaluated;
    const settings = { executor, lossWeight, furtherLosses: [number], batchSize: 3 };
    for (const scores of [history.at(-1)!.validation!, await evaluate(trained, data, 'crossEntropy', settings)]) {
      expect(scores.loss).toBeCloseTo(total, 5);
      expect(scores.outputLosses![labelOutput]).toBeCloseTo(label, 5);
      expect(scores.outputLosses![numberOutput]).toBeCloseTo(amount, 5);
    }
  });

  it('is scored by its first loss alone where no further one is given', async () => {
    const scores = await evaluate(network, data, 'crossEntropy', { executor });
    expect(scores.outputLosses).toBeUndefined();
    expect(scores.metrics.accuracy).toBeGreaterThanOrEqual(0);
  });

  it.each([
    [{ output: 'amount' }, "the network has no output 'amount' for a loss; it has '"],
    [{ target: 'price' }, "the fixture: no array 'price' for the output"],
    [{ target: 'x' }, "the fixture: samples of 'x' have shape [3], the loss of"],
  ])('refuses %o, saying what there is', async (change, message) => {
    await expect(train({ furtherLosses: [{ ...number, ...change }] })).rejects.toThrow(message);
  });
});
