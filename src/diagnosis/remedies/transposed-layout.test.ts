import { describe, expect, it } from 'vitest';
import { smoothSamples } from '../../../test/support/smooth-samples.ts';
import type { Dataset } from '../../data/index.ts';
import { type LayerInput, type Network, sequential } from '../../nn/index.ts';
import { openExecutor } from '../../runtime/index.ts';
import { resolveRecipe } from '../../train/index.ts';
import type { Design } from '../design.ts';
import { outputsOf } from '../evidence/row-dependence.ts';
import { gatherInputs } from '../evidence/sample-batch.ts';
import { taskOf } from '../subject.ts';
import { transposedLayout } from './transposed-layout.ts';

const executor = await openExecutor({ threads: 1 });

function cured(layers: readonly LayerInput[], train: Dataset): Network | undefined {
  const network = sequential([...layers], { inputShape: [...train.inputs[0]!.shape] });
  const design: Design = {
    network,
    recipe: { ...resolveRecipe({}), loss: 'binaryCrossEntropy' },
    targets: { kind: 'as given' },
  };
  const subject = { design, train, validation: undefined, reinitialize: () => network };
  const context = { task: taskOf(subject), train, seed: 0 };
  const changed = transposedLayout.apply(design, context);
  // What is right already is left alone.
  expect(changed && transposedLayout.apply(changed, context)).toBeUndefined();
  return changed?.network;
}

const answers = async (network: Network, train: Dataset) =>
  Array.from(await outputsOf(network, gatherInputs(network, train, Uint32Array.from([0, 1, 2]))!, executor));

const picture = [10, 14, 3];
const square = [12, 12, 3];
const series = [30, 4];
const conv: LayerInput[] = [
  { layer: 'conv2d', filters: 3, kernelSize: 3 },
  { layer: 'globalAveragePool' },
  { layer: 'dense', units: 1 },
];
const lstm: LayerInput[] = [
  { layer: 'lstm', units: 3 },
  { layer: 'dense', units: 1 },
];
const permute = (...axes: number[]): LayerInput => ({ layer: 'permute', axes });
const reshape = (...shape: number[]): LayerInput => ({ layer: 'reshape', shape });

interface Case {
  readonly lengths: readonly number[];
  /** Order of the axes in memory, the shape that is told, and the layers that read it. */
  readonly right: readonly [order: number[], shape: number[], layers: LayerInput[]];
  readonly wrong: readonly [order: number[], shape: number[], layers: LayerInput[]];
}

const cases: Readonly<Record<string, Case>> = {
  'pictures with the channels first that Keras reads with the channels last': {
    lengths: picture,
    right: [[0, 1, 2, 3], picture, [permute(3, 1, 2), ...conv]],
    wrong: [[0, 3, 1, 2], picture, [permute(3, 1, 2), ...conv]],
  },
  'pictures with the channels last that PyTorch reads with the channels first': {
    lengths: square,
    right: [[0, 3, 1, 2], [3, 12, 12], conv],
    wrong: [[0, 1, 2, 3], [3, 12, 12], conv],
  },
  'pictures with the channels last that the network reshapes': {
    lengths: picture,
    right: [[0, 1, 2, 3], picture, [permute(3, 1, 2), ...conv]],
    wrong: [[0, 1, 2, 3], picture, [reshape(3, 10, 14), ...conv]],
  },
  'flat pictures that the network gives the wrong axes': {
    lengths: picture,
    right: [[0, 1, 2, 3], [420], [reshape(10, 14, 3), permute(3, 1, 2), ...conv]],
    wrong: [[0, 1, 2, 3], [420], [reshape(3, 10, 14), ...conv]],
  },
  'rows read as columns': {
    lengths: [10, 14, 1],
    right: [[0, 1, 2, 3], [1, 10, 14], conv],
    wrong: [[0, 2, 1, 3], [1, 10, 14], conv],
  },
  'series with the features first before an LSTM': {
    lengths: series,
    right: [[0, 1, 2], series, lstm],
    wrong: [[0, 2, 1], series, lstm],
  },
  'series with the features first that the network reshapes': {
    lengths: series,
    right: [
      [0, 2, 1],
      [4, 30],
      [permute(2, 1), ...lstm],
    ],
    wrong: [
      [0, 2, 1],
      [4, 30],
      [reshape(30, 4), ...lstm],
    ],
  },
};

describe('transposedLayout', () => {
  it.each(Object.entries(cases))('makes of %s what they should be', async (_, { lengths, right, wrong }) => {
    const datasets = [right, wrong].map(([order, shape]) => smoothSamples(100, lengths, { order, shape }));
    const network = sequential(right[2], { inputShape: right[1] });
    expect(cured(right[2], datasets[0]!)).toBeUndefined();
    const expected = await answers(network, datasets[0]!);
    const wronged = sequential(wrong[2], { inputShape: wrong[1] });
    expect(await answers(wronged, datasets[1]!)).not.toEqual(expected);
    expect(await answers(cured(wrong[2], datasets[1]!)!, datasets[1]!)).toEqual(expected);
  });

  it('transposes between a convolution and a recurrence, where a reshape does not move the channels', () => {
    const layers: LayerInput[] = [{ layer: 'conv1d', filters: 8, kernelSize: 3, padding: 'same' }];
    const train = smoothSamples(20, [30, 4], { order: [0, 2, 1], shape: [4, 30] });
    const network = cured([...layers, reshape(30, 8), ...lstm], train)!;
    const permuted = sequential([...layers, permute(2, 1), ...lstm], { inputShape: [4, 30] });
    const types = ({ graph }: Network) => graph.nodes.map(({ opType }) => opType);
    expect(types(network)).toEqual(types(permuted));
  });

  it('leaves alone what no operator reads by its neighbours, and what shows no order', () => {
    const wrong = smoothSamples(100, picture, { order: [0, 3, 1, 2], shape: picture });
    expect(cured([{ layer: 'flatten' }, { layer: 'dense', units: 1 }], wrong)).toBeUndefined();
    // Channels that were brought to the front and back on purpose, and rows of a square.
    const right = smoothSamples(100, square, { order: [0, 2, 1, 3], shape: square });
    expect(cured([permute(3, 1, 2), ...conv], right)).toBeUndefined();
    const last = smoothSamples(100, picture, { order: [0, 1, 2, 3], shape: picture });
    expect(cured([permute(3, 1, 2), permute(2, 3, 1), permute(3, 1, 2), ...conv], last)).toBeUndefined();
  });
});
