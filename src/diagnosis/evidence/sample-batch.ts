import { allocate, elementCount, RandomStream, type Tensor } from '../../core/index.ts';
import type { Dataset } from '../../data/index.ts';
import type { Network } from '../../nn/index.ts';
import { matchFields } from '../../train/index.ts';

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

/**
 * Some samples as tensors by the names of a network's inputs; undefined where one takes neither float32 nor int64.
 *
 * @throws DataError where the data do not fit the network
 */
export function gatherInputs(
  network: Network,
  dataset: Dataset,
  indices: Uint32Array,
): Record<string, Tensor> | undefined {
  const { inputs } = network.graph;
  const fields = matchFields(dataset, inputs);
  const feeds: Record<string, Tensor> = {};
  for (const [at, { name, dtype, shape }] of inputs.entries()) {
    if (dtype !== 'float32' && dtype !== 'int64') return undefined;
    const sizes = [indices.length, ...shape.slice(1)] as number[];
    const data = allocate(dtype, elementCount(sizes));
    dataset.gather(fields[at]!, indices, data);
    feeds[name] = { dtype, shape: sizes, data } as Tensor;
  }
  return feeds;
}
