import { availableParallelism } from 'node:os';
import type { Graph } from '../graph/index.ts';
import type { Network } from '../nn/index.ts';

/** Below so many multiplications in a forward pass, handing work to other threads costs more than it brings. */
const multiplicationsWorthThreads = 10_000_000;
/** More bring little to networks of the size that one machine trains, and differ less from machine to machine. */
const mostThreads = 8;

/** Threads for a network where the user names no number: one, or one for each processor where there is enough to do. */
export function chooseThreads(network: Network, batchSize: number, processors = availableParallelism()): number {
  const isLarge = batchSize * multiplicationsPerSample(network.graph) >= multiplicationsWorthThreads;
  return isLarge ? Math.min(processors, mostThreads) : 1;
}

/** In a forward pass over one sample, as far as layers with weights do them. */
function multiplicationsPerSample({ nodes, initializers, types }: Graph): number {
  let multiplications = 0;
  for (const { opType, inputs, outputs } of nodes) {
    const weight = inputs.map((name) => initializers.get(name)).find((tensor) => tensor && tensor.shape.length > 1);
    if (weight === undefined || !['Conv', 'ConvTranspose', 'Gemm', 'MatMul'].includes(opType)) continue;
    const shape = types.get(outputs[0]!)!.shape.filter((length) => typeof length === 'number');
    const channels = opType.startsWith('Conv') ? shape[0]! : shape.at(-1)!;
    const elements = shape.reduce((product, length) => product * length, 1);
    multiplications += weight.data.length * (elements / channels);
  }
  return multiplications;
}
