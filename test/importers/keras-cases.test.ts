import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { fromNumbers } from '../../src/core/index.ts';
import { MemoryDataset } from '../../src/data/index.ts';
import { openNetwork } from '../../src/importers/index.ts';
import { findLoss, type LossChoice, type Network } from '../../src/nn/index.ts';
import { type Executor, openExecutor } from '../../src/runtime/index.ts';
import { evaluate, fit as fitNetwork, resolveRecipe } from '../../src/train/index.ts';

const folder = join(import.meta.dirname, '..', 'fixtures', 'keras', 'cases');
const ending = '.training.json';

interface StoredTensor {
  readonly shape: number[];
  readonly data: number[];
}

/** What test/fixtures/keras/cases.py writes of a training; null is a number that is not finite. */
interface StoredTraining {
  readonly batchSize: number;
  readonly x: StoredTensor;
  readonly y: StoredTensor;
  readonly losses: readonly (number | null)[];
  readonly norms: Readonly<Record<string, number | null>>;
  readonly evaluated: Readonly<Record<string, number | null>>;
}

const cases = readdirSync(folder)
  .filter((file) => file.endsWith(ending))
  .map((file) => file.slice(0, -ending.length));

const read = (name: string): StoredTraining => JSON.parse(readFileSync(join(folder, name + ending), 'utf8'));

function datasetOf({ x, y }: StoredTraining, loss: LossChoice): MemoryDataset {
  const dtype = findLoss(loss).target === 'classes' ? 'int64' : 'float32';
  return new MemoryDataset({
    source: 'the fixture',
    layout: 'unknown',
    inputs: [{ name: 'x', values: fromNumbers('float32', x.shape, x.data) }],
    target: { name: 'y', values: fromNumbers(dtype, y.shape, y.data) },
  });
}

/** The network without dropout, which no two frameworks draw alike. */
function withoutDropout(network: Network): Network {
  const nodes = network.graph.nodes.map((node) =>
    node.opType === 'Dropout' ? { ...node, opType: 'Identity', inputs: node.inputs.slice(0, 1), attributes: {} } : node,
  );
  return { ...network, graph: { ...network.graph, nodes } };
}

/** Relative where numbers are above 1. */
const difference = (actual: number, expected: number) => Math.abs(actual - expected) / Math.max(1, Math.abs(expected));

/** Keras's name of a metric by netwright's. */
const kerasNames: Readonly<Record<string, string>> = { kerasAccuracy: 'accuracy' };

let executor: Executor;
beforeAll(async () => {
  executor = await openExecutor();
});

describe('20 steps from the weights of a Keras file, by its own recipe, in order', () => {
  it.each(cases)('%s: losses, weights and scores are those of Keras', async (name) => {
    const stored = read(name);
    const { network, recipe, notes } = await openNetwork(join(folder, `${name}.keras`));
    expect(notes).toEqual([]);
    const { batchSize } = stored;
    const complete = resolveRecipe({ ...recipe, batchSize, shuffle: false, steps: stored.losses.length });
    const { loss, metrics } = complete;
    const train = datasetOf(stored, loss!);
    const losses: number[] = [];
    const onStepEnd = (state: { loss: number }) => {
      losses.push(state.loss);
    };
    const options = { executor, recipe: complete, loss: loss!, train, handlers: [{ onStepEnd }] };
    const { network: trained, reason } = await fitNetwork(withoutDropout(network), options);

    const finite = stored.losses.filter((value) => value !== null);
    expect(losses).toHaveLength(finite.length);
    expect(Math.max(...finite.map((value, step) => difference(losses[step]!, value)))).toBeLessThan(1e-3);
    if (finite.length < stored.losses.length) {
      expect(reason).toMatchObject({ kind: 'non-finite', step: stored.losses.indexOf(null) + 1 });
      return;
    }
    expect(reason.kind).toBe('completed');

    const norms = Object.entries(stored.norms).map(([path, norm]) => {
      const weight = trained.graph.initializers.get(initializerOf(path))!;
      return { path, difference: difference(Math.hypot(...(weight.data as Float32Array)), norm!) };
    });
    expect(norms.filter((norm) => !(norm.difference < 1e-3))).toEqual([]);

    const scores = await evaluate(trained, train, loss!, { executor, batchSize, metrics: metrics! });
    const { loss: expectedLoss, ...expectedMetrics } = stored.evaluated;
    expect(difference(scores.loss, expectedLoss!)).toBeLessThan(1e-3);
    const found = Object.entries(scores.metrics).map(([metric, value]) => [kerasNames[metric] ?? metric, value]);
    expect(Object.keys(Object.fromEntries(found)).sort()).toEqual(Object.keys(expectedMetrics).sort());
    for (const [metric, value] of found)
      expect(difference(value as number, expectedMetrics[metric!]!)).toBeLessThan(1e-3);
  });
});

/** Keras's `model/layer/cell/kernel` is netwright's `layer/kernel`. */
function initializerOf(path: string): string {
  const [, ...parts] = path.split('/');
  return parts.filter((part) => !part.endsWith('_cell')).join('/');
}
