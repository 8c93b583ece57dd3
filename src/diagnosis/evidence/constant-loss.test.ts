import { describe, expect, it } from 'vitest';
import { subjectFor, table } from '../../../test/support/diagnosis-subject.ts';
import { type LossChoice, sequential } from '../../nn/index.ts';
import { referenceExecutor } from '../../runtime/index.ts';
import { withTargetForm } from '../trials/target-forms.ts';
import { constantLoss } from './constant-loss.ts';

const executor = referenceExecutor();

function lossOfBestConstant(loss: LossChoice, targets: readonly (number | readonly number[])[], units = 1) {
  const data = table(targets.length, 2, (_, index) => targets[index]!);
  const { design } = subjectFor(sequential([{ layer: 'dense', units }], { inputShape: [2] }), data, { loss });
  return constantLoss(design, withTargetForm(data, design), executor);
}

describe('constantLoss', () => {
  it('is the variance of numbers under L2 and the distance to the median under L1', async () => {
    expect(await lossOfBestConstant('mse', [1, 2, 3, 10])).toBeCloseTo(12.5, 5);
    expect(await lossOfBestConstant('l1', [1, 2, 3, 10])).toBeCloseTo(2.5, 5);
  });

  it('is the entropy of yes and no, from logits as from probabilities', async () => {
    const entropy = -(0.25 * Math.log(0.25) + 0.75 * Math.log(0.75));
    expect(await lossOfBestConstant('binaryCrossEntropy', [0, 0, 0, 1])).toBeCloseTo(entropy, 5);
    expect(await lossOfBestConstant('binaryCrossEntropyOnProbabilities', [0, 0, 0, 1])).toBeCloseTo(entropy, 5);
  });

  it('is the entropy of the classes, as numbers and as one-hot rows', async () => {
    const entropy = -(0.5 * Math.log(0.5) + 2 * 0.25 * Math.log(0.25));
    expect(await lossOfBestConstant('crossEntropy', [0, 0, 1, 2], 3)).toBeCloseTo(entropy, 5);
    const rows = [0, 0, 1, 2].map((hot) => [0, 1, 2].map((column) => (column === hot ? 1 : 0)));
    expect(await lossOfBestConstant('categoricalCrossEntropy', rows, 3)).toBeCloseTo(entropy, 5);
  });

  it('is 0 for a cross-entropy over one class, which no answer changes', async () => {
    expect(await lossOfBestConstant('categoricalCrossEntropy', [0, 1, 1])).toBeCloseTo(0, 5);
  });

  it('is undefined where outputs and targets do not pair up', async () => {
    expect(await lossOfBestConstant('mse', [1, 2, 3], 2)).toBeUndefined();
  });
});
