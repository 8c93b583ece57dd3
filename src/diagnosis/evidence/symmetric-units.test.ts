import { describe, expect, it } from 'vitest';
import { withWeights } from '../../../test/support/diagnosis-subject.ts';
import { sequential } from '../../nn/index.ts';
import { weightedLayers } from '../network/layer-chain.ts';
import { symmetricUnits } from './symmetric-units.ts';

const dense = () =>
  sequential(
    [
      { layer: 'dense', units: 3 },
      { layer: 'dense', units: 1 },
    ],
    { inputShape: [2] },
  );

const found = (network: ReturnType<typeof dense>) => symmetricUnits(network, weightedLayers(network));

describe('symmetricUnits', () => {
  it('finds nothing among weights that were drawn', () => {
    expect(found(dense())).toEqual([]);
  });

  it('counts the units that differ, in dense and in convolutional layers', () => {
    // Columns of the kernel: (0, 3), (1, 4), (0, 3).
    const twins = withWeights(dense(), { 'dense_1/kernel': (index) => [0, 1, 0, 3, 4, 3][index]! });
    expect(found(twins)).toEqual([{ layer: 'dense_1', units: 3, distinct: 2 }]);
    const images = withWeights(sequential([{ layer: 'conv2d', filters: 4 }], { inputShape: [1, 5, 5] }), {
      'conv2d_1/kernel': () => 0.1,
    });
    expect(found(images)).toEqual([{ layer: 'conv2d_1', units: 4, distinct: 1 }]);
  });

  it('tells units apart by their biases', () => {
    const network = withWeights(dense(), { 'dense_1/kernel': () => 0, 'dense_1/bias': (unit) => unit });
    expect(found(network)).toEqual([]);
  });
});
