import { allocate, DataError, elementCount, formatShape, GraphError, type Tensor } from '../core/index.ts';
import type { Dataset } from '../data/browser.ts';
import type { Value } from '../graph/index.ts';

/** Arrays that a compiled graph reads its batch from, refilled in place. */
export interface BatchBuffer {
  readonly value: Value;
  readonly tensor: Tensor<'float32'> | Tensor<'int64'>;
}

/** A buffer for each value that is fed from data: float32, or int64 for class indices. */
export function batchBuffer(value: Value): BatchBuffer {
  const shape = value.shape as number[];
  if (value.dtype === 'float32') {
    return { value, tensor: { dtype: 'float32', shape, data: allocate('float32', elementCount(shape)) } };
  }
  if (value.dtype === 'int64') {
    return { value, tensor: { dtype: 'int64', shape, data: allocate('int64', elementCount(shape)) } };
  }
  throw new GraphError(`input '${value.name}' has type ${value.dtype}, expected float32 or int64`);
}

/**
 * The dataset's field for each input of a network: by name, or the only one there is.
 *
 * @param inputs the network's inputs, batch first
 * @throws DataError where a field is missing or its samples have another number of elements
 */
export function matchFields(dataset: Dataset, inputs: readonly Value[]): string[] {
  return inputs.map((input) => {
    const field =
      dataset.inputs.find(({ name }) => name === input.name) ??
      (inputs.length === 1 && dataset.inputs.length === 1 ? dataset.inputs[0] : undefined);
    if (field === undefined) {
      const known = dataset.inputs.map(({ name }) => `'${name}'`).join(', ');
      throw new DataError(`${dataset.source}: no array for the network's input '${input.name}'; it has ${known}`);
    }
    const expected = input.shape.slice(1);
    if (elementCount(expected as number[]) !== elementCount(field.shape)) {
      throw new DataError(
        `${dataset.source}: samples of '${field.name}' have shape ${formatShape(field.shape)}, the network's input '${input.name}' expects ${formatShape(expected)}`,
        { advice: 'Give data of that shape, or build the network for this data' },
      );
    }
    return field.name;
  });
}
