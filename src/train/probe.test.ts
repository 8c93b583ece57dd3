import { beforeAll, describe, expect, it } from 'vitest';
import { RandomStream } from '../core/index.ts';
import { type Dataset, MemoryDataset } from '../data/index.ts';
import { GraphBuilder } from '../graph/index.ts';
import { type LayerInput, type Network, sequential, withInitializers } from '../nn/index.ts';
import { catalogue } from '../ops/index.ts';
import { optimizerOptions } from '../optim/index.ts';
import { type Executor, openExecutor, referenceExecutor } from '../runtime/index.ts';
import type { StepStatistics } from './probe.ts';
import { TrainingEngine, type TrainingEngineOptions } from './training-engine.ts';

const samples = 12;
const indices = Uint32Array.from({ length: samples }, (_, row) => samples - 1 - row);

/** Random samples of a shape with two classes; `change` may spoil the inputs. */
function data(shape: readonly number[], change: (x: Float32Array) => void = () => {}): Dataset {
  const random = new RandomStream(3, 'samples');
  const length = samples * shape.reduce((product, size) => product * size, 1);
  const x = Float32Array.from({ length }, () => random.normal());
  change(x);
  return new MemoryDataset({
    source: 'samples',
    layout: 'unknown',
    inputs: [{ name: 'x', values: { dtype: 'float32', shape: [samples, ...shape], data: x } }],
    target: {
      name: 'y',
      values: {
        dtype: 'int64',
        shape: [samples],
        data: BigInt64Array.from({ length: samples }, (_, i) => BigInt(i % 2)),
      },
    },
  });
}

const mixed: LayerInput[] = [
  { layer: 'conv2d', filters: 16 },
  { layer: 'batchNorm' },
  { layer: 'maxPool2d' },
  { layer: 'conv2d', filters: 16 },
  { layer: 'maxPool2d' },
  { layer: 'flatten' },
  { layer: 'dropout', rate: 0.3 },
  { layer: 'dense', units: 2 },
];

let executor: Executor;
beforeAll(async () => {
  executor = await openExecutor();
});

const clipping = { gradientClipping: { name: 'norm', maxNorm: 0.01 } } as const;

async function engineFor(
  network: Network,
  dataset: Dataset,
  options: Partial<TrainingEngineOptions> = {},
): Promise<TrainingEngine> {
  const engine = new TrainingEngine(network, {
    executor,
    loss: 'crossEntropy',
    optimizer: optimizerOptions.parse({ name: 'adam' }),
    seed: 5,
    ...options,
  });
  await engine.load(dataset, indices);
  return engine;
}

async function look(
  network: Network,
  dataset: Dataset,
  histogramBins = 0,
  options: Partial<TrainingEngineOptions> = {},
): Promise<StepStatistics> {
  const engine = await engineFor(network, dataset, options);
  const { statistics } = await engine.probe(1, 0.01, { indices, histogramBins });
  await engine.release();
  return statistics;
}

const norm = (numbers: Iterable<number>) => Math.sqrt(Array.from(numbers).reduce((sum, x) => sum + x * x, 0));

describe('TrainingEngine.probe', () => {
  it('leaves every bit of the training as it is, with batch norm, dropout, clipping and histograms', async () => {
    const network = sequential(mixed, { inputShape: [1, 8, 8] });
    const engines = [];
    for (const probed of [false, true]) {
      const engine = await engineFor(network, data([1, 8, 8]), clipping);
      const results = [];
      for (let step = 1; step <= 6; step++) {
        if (!probed || step % 2 === 0) results.push(await engine.step(step, 0.01));
        else {
          const { loss, gradientNorm } = await engine.probe(step, 0.01, { indices, histogramBins: step === 3 ? 8 : 0 });
          results.push({ loss, gradientNorm });
        }
      }
      engines.push({ snapshot: engine.snapshot(), results });
      await engine.release();
    }
    expect(engines[0]!.snapshot.states.length).toBe(2);
    expect(engines[1]).toEqual(engines[0]);
  });

  it('has the statistics of float64 activations to 1e-4, dropout masks included', async () => {
    const layers: LayerInput[] = [
      ...mixed.slice(0, -1),
      { layer: 'dense', units: 8, activation: 'tanh' },
      { layer: 'dense', units: 2 },
    ];
    const network = sequential(layers, { inputShape: [1, 8, 8] });
    const { layers: actual } = await look(network, data([1, 8, 8]));
    const { layers: exact } = await look(network, data([1, 8, 8]), 0, { executor: referenceExecutor() });
    expect(actual.map(({ name }) => name)).toEqual(network.layers.map(({ name }) => name));
    actual.forEach(({ name, kind, parameters, histogram, ...statistics }, index) => {
      expect(exact[index]).toMatchObject({ name, kind, histogram });
      const { deviation } = exact[index]!;
      for (const key of Object.keys(statistics) as (keyof typeof statistics)[]) {
        const number = exact[index]![key];
        if (number === undefined) expect(statistics[key]).toBeUndefined();
        else {
          const error = Math.abs(statistics[key]! - number);
          expect(error, `${name}, ${key}`).toBeLessThanOrEqual(1e-4 * Math.max(Math.abs(number), deviation));
        }
      }
      parameters.forEach((parameter, i) => {
        const { weightNorm, gradientNorm } = exact[index]!.parameters[i]!;
        expect(Math.abs(parameter.weightNorm - weightNorm)).toBeLessThanOrEqual(1e-4 * weightNorm);
        expect(Math.abs(parameter.gradientNorm - gradientNorm)).toBeLessThanOrEqual(1e-4 * gradientNorm + 1e-6);
      });
    });
    const { zeros } = actual.find(({ kind }) => kind === 'dropout')!;
    expect(zeros).toBeGreaterThan(0.3);
  });

  it('has the norms of weights, gradients and updates of every parameter', async () => {
    const network = sequential(
      [
        { layer: 'dense', units: 4 },
        { layer: 'dense', units: 2 },
      ],
      { inputShape: [3] },
    );
    const engine = await engineFor(network, data([3]), clipping);
    const before = engine.network().graph.initializers;
    const { statistics, gradientNorm } = await engine.probe(1, 0.01, { indices });
    const after = engine.network().graph.initializers;
    await engine.release();
    expect(statistics.layers.map(({ name, kind }) => [name, kind])).toEqual([
      ['dense_1', 'dense'],
      ['dense_2', 'dense'],
    ]);
    const parameters = statistics.layers.flatMap((layer) => layer.parameters);
    expect(parameters.map(({ name }) => name)).toEqual(network.parameters);
    for (const { name, weightNorm, updateRatio } of parameters) {
      const [old, fresh] = [before, after].map((tensors) => tensors.get(name)!.data as Float32Array) as [
        Float32Array,
        Float32Array,
      ];
      expect(weightNorm).toBeCloseTo(norm(old), 6);
      if (name.endsWith('bias')) expect(updateRatio).toBeUndefined();
      else expect(updateRatio).toBeCloseTo(norm(fresh.map((x, i) => x - old[i]!)) / norm(old), 8);
    }
    // Of all gradients together, before clipping.
    expect(norm(parameters.map((parameter) => parameter.gradientNorm))).toBeCloseTo(gradientNorm, 6);
    expect(gradientNorm).toBeGreaterThan(0.01);
  });

  it('finds the share of dead units and of zeros of a hand-made network', async () => {
    const network = sequential(
      [
        { layer: 'dense', units: 4, name: 'hidden' },
        { layer: 'dense', units: 2 },
      ],
      {
        inputShape: [1],
      },
    );
    const tensor = (shape: number[], ...numbers: number[]) => ({
      dtype: 'float32' as const,
      shape,
      data: Float32Array.from(numbers),
    });
    // Inputs are 0 to 11: the first unit is always on, the second is on above 5, the other two never are.
    const handMade = withInitializers(
      network,
      new Map([
        ['hidden/kernel', tensor([1, 4], 1, 1, -1, 0)],
        ['hidden/bias', tensor([4], 1, -5, 0, -1)],
      ]),
    );
    const inputs = data([1], (x) => x.set(Float32Array.from({ length: samples }, (_, i) => i)));
    const { layers } = await look(handMade, inputs, 4);
    expect(layers[0]!.deadUnits).toBe(0.5);
    expect(layers[0]!.zeros).toBeCloseTo((6 + 12 + 12) / 48, 6);
    expect(layers[0]).toMatchObject({ minimum: 0, maximum: 12, nonFinite: 0, saturated: undefined });
    expect(layers[0]!.histogram).toEqual({ from: 0, to: 12, counts: [30 + 2 + 2, 3 + 3, 3 + 1, 4] });
  });

  it('names the node, the layer and the sample of a planted NaN, and leaves the parameters as they were', async () => {
    const builder = new GraphBuilder(catalogue, 'planted');
    const input = builder.input('x', 'float32', ['batch', 2]);
    const layer = (name: string, x: typeof input) =>
      builder.withLayer(name, () => {
        const kernel = { dtype: 'float32' as const, shape: [2, 2], data: Float32Array.of(1, 0.5, 0.25, 1) };
        return builder.op('Gemm', [x, builder.initializer(`${name}/kernel`, kernel)]);
      });
    const hidden = layer('first', input);
    // The logarithm of a negative number.
    const root = builder.withLayer('middle', () =>
      builder.op('Log', [builder.op('Add', [hidden, builder.scalar(1000)])]),
    );
    builder.output(layer('last', root), 'y');
    const network: Network = {
      graph: builder.build(),
      parameters: ['first/kernel', 'last/kernel'],
      layers: ['first', 'last'].map((name) => ({
        name,
        kind: 'Gemm',
        output: name === 'last' ? 'last/Gemm' : 'first/Gemm',
        parameters: [`${name}/kernel`],
      })),
    };
    const spoilt = data([2], (x) => {
      x[2 * 7] = -2000;
      x[2 * 4] = -3000;
    });
    const engine = await engineFor(network, spoilt);
    const before = engine.snapshot();
    const { statistics, loss } = await engine.probe(1, 0.01, { indices });
    expect(loss).toBeNaN();
    expect(engine.snapshot()).toEqual(before);
    await engine.release();
    // The batch runs backwards through the data, so that sample 7 comes before sample 4.
    expect(statistics.nonFinite).toMatchObject({ layer: 'middle', opType: 'Log', pass: 'forward', sample: 7 });
    expect(statistics.nonFinite!.value).toBe('middle/Log');
    expect(statistics.layers.map(({ name, nonFinite }) => [name, nonFinite])).toEqual([
      ['first', 0],
      ['last', 4],
    ]);
    expect(statistics.layers[0]!.parameters[0]).toMatchObject({ updateRatio: 0 });
  });

  it('finds an infinity that a later layer hides from the loss', async () => {
    const layers: LayerInput[] = [
      { layer: 'affine', scale: [1e38], offset: [0], name: 'explosion' },
      { layer: 'activation', activation: 'sigmoid' },
      { layer: 'dense', units: 2 },
    ];
    const { loss, nonFinite } = await look(
      sequential(layers, { inputShape: [2] }),
      data([2], (x) => x.fill(10)),
    );
    expect(loss).toBeGreaterThan(0);
    expect(nonFinite).toMatchObject({ layer: 'explosion', opType: 'Mul', sample: samples - 1 });
  });
});
