import { describe, expect, it } from 'vitest';
import { type LayerInput, type Network, sequential } from '../../nn/index.ts';
import { numbers } from '../examples/data.ts';
import { dense, subjectOf } from '../examples/example.ts';
import { weightedLayers } from '../network/layer-chain.ts';
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
