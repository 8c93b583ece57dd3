import { allocate, elementCount, RandomStream, type Tensor } from '../../core/index.ts';
import type { Dataset, Field } from '../../data/index.ts';
import type { Network } from '../../nn/index.ts';

/** Fewer samples could not tell a dead unit from one that is quiet by chance. */
const fewestSamples = 128;
const mostSamples = 512;
/** Numbers in a batch, so that it fits into memory for large images. */
const mostNumbers = 4_000_000;

/** Samples to look at, drawn without order: as many as a batch has, more where that is very small. */
export function sampleIndices(network: Network, dataset: Dataset, batchSize: number): Uint32Array {
  const fixed = network.graph.inputs[0]?.shape[0];
  const numbers = dataset.inputs.reduce((sum, { shape }) => sum + elementCount(shape), 0);
  const wanted = Math.min(Math.max(batchSize, fewestSamples), mostSamples, Math.ceil(mostNumbers / numbers));
  const size = typeof fixed === 'number' ? fixed : Math.min(wanted, dataset.length);
  return new RandomStream(0, 'evidence').permutation(dataset.length).subarray(0, size);
}

/** Some samples as tensors by the names of a network's inputs; undefined where the data lack one. */
export function gatherInputs(
  network: Network,
  dataset: Dataset,
  indices: Uint32Array,
): Record<string, Tensor> | undefined {
  const feeds: Record<string, Tensor> = {};
  for (const { name, dtype, shape } of network.graph.inputs) {
    const field = fieldOf(network, dataset, name);
    if (field === undefined || (dtype !== 'float32' && dtype !== 'int64')) return undefined;
    const data = allocate(dtype, indices.length * elementCount(field.shape));
    dataset.gather(field.name, indices, data);
    feeds[name] = { dtype, shape: [indices.length, ...shape.slice(1)] as number[], data } as Tensor;
  }
  return feeds;
}

/** The dataset's field that a network reads as one of its inputs: by name, or the only one there is. */
function fieldOf(network: Network, dataset: Dataset, input: string): Field | undefined {
  const named = dataset.inputs.find(({ name }) => name === input);
  return named ?? (network.graph.inputs.length === 1 ? dataset.inputs[0] : undefined);
}
