import { describe, expect, it } from 'vitest';
import { freeze, unfreeze } from './freeze.ts';
import { sequential } from './sequential.ts';

const network = sequential([{ layer: 'dense', units: 3 }, { layer: 'batchNorm' }, { layer: 'dense', units: 2 }], {
  inputShape: [4],
});

describe('freeze', () => {
  it('takes the parameters of layers out of training, and unfreeze brings them back', () => {
    const frozen = freeze(network, ['dense_1', 'batch_norm_1']);
    expect(frozen.parameters).toEqual(['dense_2/kernel', 'dense_2/bias']);
    expect(frozen.graph).toBe(network.graph);
    expect(freeze(frozen, ['dense_1'])).toEqual(frozen);
    expect(unfreeze(frozen, ['batch_norm_1']).parameters).toEqual([
      'batch_norm_1/scale',
      'batch_norm_1/bias',
      'dense_2/kernel',
      'dense_2/bias',
    ]);
    expect(unfreeze(frozen)).toEqual(network);
  });

  it('freezes all layers where none is named', () => {
    expect(freeze(network).parameters).toEqual([]);
  });

  it('names the layers where one is unknown', () => {
    expect(() => freeze(network, ['dense_3'])).toThrow(
      "network 'network' has no layer 'dense_3' (did you mean 'dense_1'?); it has dense_1, batch_norm_1, dense_2",
    );
  });
});
