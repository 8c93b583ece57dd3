import { beforeAll, describe, expect, it } from 'vitest';
import { subjectFor, table, withWeights } from '../../../test/support/diagnosis-subject.ts';
import { freeze, type LayerInput, sequential } from '../../nn/index.ts';
import { type Executor, openExecutor } from '../../runtime/index.ts';
import { gatherEvidence } from './gather-evidence.ts';

let executor: Executor;
beforeAll(async () => {
  executor = await openExecutor({ threads: 1 });
});

const layers: LayerInput[] = [
  { layer: 'dense', units: 8 },
  { layer: 'dense', units: 8 },
  { layer: 'dense', units: 1 },
];
const line = table(200, 3, ([a]) => 3 * a!);
const built = (change: Parameters<typeof withWeights>[1] = {}) =>
  withWeights(sequential(layers, { inputShape: [3] }), change);

describe('gatherEvidence', () => {
  it('finds a healthy network healthy', async () => {
    const { start, flow, refusal, asIs, inputs } = await gatherEvidence(subjectFor(layers, line), executor);
    expect(refusal).toBeUndefined();
    expect(asIs).toEqual([]);
    expect(inputs[0]!.standardDeviation).toHaveLength(3);
    expect(start).toMatchObject({ samples: 128, nonFinite: undefined, symmetric: [], silent: [] });
    expect(start!.constantLoss).toBeGreaterThan(5);
    expect(start!.gradientRatio).toBeGreaterThan(0.1);
    expect(start!.weighted.map(({ updateRatio }) => updateRatio! > 1e-4 && updateRatio! < 1e-2)).toEqual([
      true,
      true,
      true,
    ]);
    expect(start!.signal.changePerLayer).toBeGreaterThan(0.5);
    expect(flow).toMatchObject({ inputs: [{ ignored: 0 }], rows: { moved: 0 }, batchNormGap: undefined });
    expect(flow!.outputDeviation).toBeGreaterThan(0.1);
  });

  it('looks at more samples than a tiny batch has, and at no more than there are', async () => {
    expect((await gatherEvidence(subjectFor(layers, line, { batchSize: 1 }), executor)).start!.samples).toBe(128);
    const few = table(20, 3, ([a]) => a!);
    expect((await gatherEvidence(subjectFor(layers, few), executor)).start!.samples).toBe(20);
  });

  it('sees a vanishing gradient and a signal that fades', async () => {
    const deep: LayerInput[] = [
      ...Array.from({ length: 5 }, (): LayerInput => ({ layer: 'dense', units: 8, activation: 'sigmoid' })),
      { layer: 'dense', units: 1 },
    ];
    const { start } = await gatherEvidence(subjectFor(deep, line), executor);
    expect(start!.gradientRatio).toBeLessThan(1e-2);
    expect(start!.signal.changePerLayer).toBeLessThan(0.7);
  });

  it('sees units that are dead at birth and parameters that get no gradient', async () => {
    const network = built({ 'dense_2/bias': () => -1e6, 'dense_3/bias': () => 1 });
    const { start, flow } = await gatherEvidence(subjectFor(network, line), executor);
    expect(start!.weighted.map(({ output }) => output!.deadUnits)).toEqual([0, 1, 0]);
    expect(start!.silent.filter(({ why }) => why === 'zero-gradient').map(({ name }) => name)).toEqual([
      'dense_1/kernel',
      'dense_1/bias',
      'dense_2/kernel',
      'dense_2/bias',
      'dense_3/kernel',
    ]);
    expect(flow!.outputDeviation).toBe(0);
  });

  it('names frozen parameters', async () => {
    const { start } = await gatherEvidence(subjectFor(freeze(built(), ['dense_2']), line), executor);
    expect(start!.silent).toEqual([
      { name: 'dense_2/kernel', layer: 'dense_2', why: 'frozen' },
      { name: 'dense_2/bias', layer: 'dense_2', why: 'frozen' },
    ]);
  });

  it('tells units that stay alike from those that the first step sets apart, whatever the optimizer', async () => {
    const alike = built({ 'dense_1/kernel': () => 0.5, 'dense_2/kernel': () => 0.5, 'dense_3/kernel': () => 0.5 });
    const found = await gatherEvidence(subjectFor(alike, line), executor);
    expect(found.start!.symmetric.map(({ layer, distinct }) => [layer, distinct])).toEqual([
      ['dense_1', 1],
      ['dense_2', 1],
    ]);
    // Rows of the next kernel differ, all of one sign, so that Adam's first step moves all units alike.
    const apart = built({ 'dense_1/kernel': () => 0.5, 'dense_2/kernel': (index) => 0.1 + index / 100 });
    expect((await gatherEvidence(subjectFor(apart, line), executor)).start!.symmetric).toEqual([]);
  });

  it('names the sample that is not finite, and where it comes in', async () => {
    const spoilt = table(
      40,
      3,
      () => 1,
      (row, column) => (row === 17 && column === 2 ? Number.NaN : row / 40),
    );
    const { start } = await gatherEvidence(subjectFor(layers, spoilt), executor);
    expect(start!.nonFinite).toMatchObject({ layer: 'input', sample: 17 });
  });

  it('says why a network cannot be trained on the data, and still tells how its outputs hang on its inputs', async () => {
    const pairs = table(50, 3, ([a, b]) => [a!, b!]);
    const { start, flow, refusal } = await gatherEvidence(subjectFor(built(), pairs), executor);
    expect(start).toBeUndefined();
    expect(refusal).toMatch(/target 'y' .* expects shape \[1\]/);
    expect(flow!.inputs[0]!.ignored).toBe(0);
  });
});
