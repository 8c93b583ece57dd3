import type { SeveralLosses } from '../compile/index.ts';
import { DataError, elementCount, formatShape, UsageError } from '../core/index.ts';
import type { Dataset } from '../data/browser.ts';
import { findLoss, type Network } from '../nn/index.ts';
import type { BatchBuffer } from './batch-buffers.ts';

/**
 * Checks that a dataset has a field for each further loss, of the size that the network's output asks for.
 *
 * @throws UsageError where the network has no such output, DataError where the field is missing or of another size
 */
export function checkFurtherTargets(dataset: Dataset, { graph }: Network, { furtherLosses = [] }: SeveralLosses): void {
  const fields = [...dataset.inputs, ...(dataset.target === undefined ? [] : [dataset.target])];
  for (const { output: name, target, loss } of furtherLosses) {
    const output = graph.outputs.find((each) => each.name === name);
    if (output === undefined) {
      const known = graph.outputs.map((each) => `'${each.name}'`).join(', ');
      throw new UsageError(`the network has no output '${name}' for a loss; it has ${known}`);
    }
    const field = fields.find((each) => each.name === target);
    if (field === undefined) {
      const known = fields.map((each) => `'${each.name}'`).join(', ');
      throw new DataError(`${dataset.source}: no array '${target}' for the output '${name}'; it has ${known}`);
    }
    const expected = findLoss(loss).targetType(output).shape.slice(1) as number[];
    if (elementCount(expected) === elementCount(field.shape)) continue;
    throw new DataError(
      `${dataset.source}: samples of '${target}' have shape ${formatShape(field.shape)}, the loss of '${name}' expects ${formatShape(expected)}`,
      { advice: 'Change the layer, the loss, or the data' },
    );
  }
}

/** Copies the samples at `indices` of the targets of further losses into the buffers of a compiled step. */
export function gatherFurther(
  dataset: Dataset,
  indices: Uint32Array,
  { furtherLosses = [] }: SeveralLosses,
  buffers: readonly BatchBuffer[],
): void {
  for (const [index, { target }] of furtherLosses.entries()) {
    if (buffers[index] !== undefined) dataset.gather(target, indices, buffers[index].tensor.data);
  }
}
