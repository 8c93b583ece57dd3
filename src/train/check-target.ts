import { DataError, elementCount, formatShape, isFloat } from '../core/index.ts';
import { classCountOf, type Dataset, inferTask } from '../data/browser.ts';
import type { Value } from '../graph/index.ts';
import { findLoss, type LossChoice, lossNameOf } from '../nn/index.ts';

/**
 * Checks that a dataset's target is what the loss compares the network's output with.
 *
 * @param output the network's output, batch first
 * @throws DataError that says what the target is, what the loss expects, and which loss would fit
 */
export function checkTarget(dataset: Dataset, output: Value, choice: LossChoice): void {
  const { target } = dataset;
  if (target === undefined) {
    throw new DataError(`${dataset.source}: there is no target to learn`, { advice: 'Name it with --target' });
  }
  const loss = findLoss(choice);
  const expected = loss.targetType(output, [1, ...target.shape]);
  const samples = expected.shape.slice(1) as number[];
  const found = `${dataset.source}: target '${target.name}' has ${target.dtype} samples of shape ${formatShape(target.shape)}`;
  if (elementCount(samples) !== elementCount(target.shape)) {
    throw new DataError(
      `${found}; the loss ${lossNameOf(choice)} of an output ${formatShape(output.shape)} expects shape ${formatShape(samples)}`,
      { advice: 'Change the last layer, the loss, or the target' },
    );
  }
  if (loss.target !== 'classes') return;
  // Several indices a sample are a class for each step or pixel.
  const task =
    samples.length > 0 && !isFloat(target.dtype)
      ? ({ kind: 'classes', classCount: classCountOf(dataset, target) } as const)
      : inferTask(dataset);
  if (task.kind !== 'classes') {
    throw new DataError(`${found}; the loss ${lossNameOf(choice)} expects class indices`, {
      advice: 'For numbers use mse or l1',
    });
  }
  const width = output.shape.at(loss.classesLast === true ? -1 : 1) as number;
  if (task.classCount > width) {
    throw new DataError(`${found} with ${task.classCount} classes; the network has ${width} outputs`, {
      advice: `Give the last layer ${task.classCount} units`,
    });
  }
}
