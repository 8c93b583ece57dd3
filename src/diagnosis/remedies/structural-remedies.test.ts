import { describe, expect, it } from 'vitest';
import { type LayerInput, type Network, sequential } from '../../nn/index.ts';
import { openExecutor } from '../../runtime/index.ts';
import { outputsOf } from '../evidence/row-dependence.ts';
import { numbers } from '../examples/data.ts';
import { dense, subjectOf } from '../examples/example.ts';
import { weightedLayers } from '../network/layer-chain.ts';
import { rewriteNetwork } from '../network/rewrite.ts';
import { patchOf } from '../report/patches/index.ts';
import { taskOf } from '../subject.ts';
import { type RemedyName, remedies } from './index.ts';

/** What a remedy makes of a network; undefined where it does not apply. */
function cured(name: RemedyName, network: Network): Network | undefined {
  const subject = subjectOf({ data: numbers, network: () => network, recipe: { loss: 'mse' } });
  const context = { task: taskOf(subject), train: subject.train, seed: 0 };
  return remedies[name].apply(subject.design, context)?.network;
}

describe('addedBiases', () => {
  it.each<[string, readonly number[], LayerInput]>([
    ['a dense layer', [4], dense(3, { bias: false })],
    ['a dense layer of sequences', [5, 4], dense(3, { bias: false })],
    ['a convolution', [2, 6, 6], { layer: 'conv2d', filters: 3, kernelSize: 3, bias: false }],
  ])('gives %s a trained bias of 0', (_, inputShape, layer) => {
    const network = cured('addedBiases', sequential([layer], { inputShape: [...inputShape] }))!;
    const [found] = weightedLayers(network);
    expect(found?.bias).toBe(`${found?.kernel}/added_bias`);
    expect(network.parameters).toContain(found!.bias);
    expect(network.layers[0]!.parameters).toContain(found!.bias);
    expect([...(network.graph.initializers.get(found!.bias!)!.data as Float32Array)]).toEqual([0, 0, 0]);
  });

  it('leaves layers alone that a normalisation shifts', () => {
    const layers: LayerInput[] = [dense(4, { bias: false }), { layer: 'batchNorm' }, dense(1)];
    expect(cured('addedBiases', sequential(layers, { inputShape: [3] }))).toBeUndefined();
  });
});

describe('fewerLayers', () => {
  it('leaves three hidden layers, of which it keeps the first', () => {
    const layers = [...Array.from({ length: 6 }, () => dense(5)), dense(1)];
    const network = cured('fewerLayers', sequential(layers, { inputShape: [3] }))!;
    expect(weightedLayers(network).map(({ name }) => name)).toEqual(['dense_1', 'dense_5', 'dense_6', 'dense_7']);
    expect(network.parameters).toHaveLength(8);
  });

  it('does not apply where each layer changes the shape', () => {
    const layers = [8, 7, 6, 5, 4].map((units) => dense(units));
    expect(cured('fewerLayers', sequential(layers, { inputShape: [9] }))).toBeUndefined();
  });
});

describe('a rewritten network', () => {
  it('keeps the penalties on what is left of it', () => {
    const layers = [dense(4, { kernelRegularizer: { l2: 0.1 } }), dense(1)];
    const network = sequential(layers, { inputShape: [3] });
    const wider = cured('widerLayers', network)!;
    expect(wider.regularization?.parameters).toEqual(network.regularization?.parameters);
    expect(Object.keys(wider.regularization!.parameters)).toHaveLength(1);
    expect(cured('noRegularization', wider)?.regularization).toBeUndefined();
  });
});

describe('batchFirst', () => {
  const lstm = sequential([{ layer: 'lstm', units: 3, returnSequences: true }, { layer: 'flatten' }, dense(1)], {
    inputShape: [5, 4],
  });
  // As PyTorch writes it without `batch_first=True`: the batch for the steps, and the steps for the batch.
  const overSamples = rewriteNetwork(lstm, {
    replace: ({ opType, attributes }, inputs, builder) => {
      if (opType !== 'Transpose') return undefined;
      const isBefore = attributes.perm?.type === 'ints' && attributes.perm.value.length === 3;
      return isBefore ? [inputs[0]] : [builder.op('Transpose', [inputs[0]], { perm: [0, 2, 1, 3] })];
    },
  });

  it('makes of a recurrence from sample to sample one along the steps of each', async () => {
    const executor = await openExecutor({ threads: 1 });
    const data = Float32Array.from({ length: 60 }, (_, index) => Math.sin(index));
    const feeds = { input: { dtype: 'float32' as const, shape: [3, 5, 4], data } };
    const expected = await outputsOf(lstm, feeds, executor);
    expect(await outputsOf(overSamples, feeds, executor)).not.toEqual(expected);
    const network = cured('batchFirst', overSamples)!;
    expect(await outputsOf(network, feeds, executor)).toEqual(expected);
    expect(network.parameters).toEqual(lstm.parameters);
    const subject = { ...subjectOf({ data: numbers, network: () => overSamples, recipe: { loss: 'mse' } }) };
    const { keras, pytorch } = patchOf(subject, ['batchFirst']);
    expect(pytorch).toEqual(['model.lstm_1.batch_first = True']);
    expect(keras).toEqual(['# layer "lstm_1": samples along the first axis, steps along the second']);
  });

  it('leaves recurrences alone that go along the steps', () => {
    expect(cured('batchFirst', lstm)).toBeUndefined();
  });
});
