import { describe, expect, it } from 'vitest';
import { withWeights } from '../../../test/support/diagnosis-subject.ts';
import { sequential } from '../../nn/index.ts';
import { referenceExecutor } from '../../runtime/index.ts';
import { measureInputUse } from './input-use.ts';

const executor = referenceExecutor();
const rows = { dtype: 'float32', shape: [2, 3], data: Float32Array.of(1, 2, 3, -4, 5, 6) } as const;

describe('measureInputUse', () => {
  it('finds the input that no weight reads, and the norm of the Jacobian', async () => {
    const network = withWeights(sequential([{ layer: 'dense', units: 1 }], { inputShape: [3] }), {
      'dense_1/kernel': (index) => [3, 0, 4][index]!,
    });
    expect(await measureInputUse(network, { input: rows }, executor)).toEqual([
      { name: 'input', elements: 3, ignored: 1, firstIgnored: [1], jacobianNorm: 5 },
    ]);
  });

  it('reads what the last layer puts out before its activation, so that a saturated answer hides nothing', async () => {
    const network = withWeights(
      sequential([{ layer: 'dense', units: 1, activation: 'sigmoid' }], { inputShape: [3] }),
      {
        'dense_1/kernel': () => 1e6,
      },
    );
    expect(await measureInputUse(network, { input: rows }, executor)).toMatchObject([{ ignored: 0 }]);
  });

  it('says that a dead layer ignores every input', async () => {
    const network = withWeights(
      sequential(
        [
          { layer: 'dense', units: 2 },
          { layer: 'dense', units: 1 },
        ],
        { inputShape: [3] },
      ),
      { 'dense_1/bias': () => -1e6 },
    );
    expect(await measureInputUse(network, { input: rows }, executor)).toMatchObject([{ ignored: 3, jacobianNorm: 0 }]);
  });
});
