import { batchBinding } from '../../compile/index.ts';
import type { Tensor } from '../../core/index.ts';
import type { Graph } from '../../graph/index.ts';
import type { Network } from '../../nn/index.ts';
import { bindDimensions, cleanUpPasses, lower, runPasses } from '../../passes/index.ts';
import type { Executor } from '../../runtime/index.ts';

/** A network's graph, or a form of it, for a fixed number of samples. */
export const bindBatch = (network: Network, graph: Graph, samples: number): Graph =>
  bindDimensions(graph, batchBinding({ ...network, graph }, samples));

/** Runs a graph of fixed shapes once. */
export async function runGraph(
  executor: Executor,
  graph: Graph,
  feeds: Readonly<Record<string, Tensor>>,
): Promise<Record<string, Tensor>> {
  const clean = runPasses(graph, cleanUpPasses, new Set()).graph;
  const executable = await executor.load(lower(clean, { target: executor.target }).graph);
  try {
    return await executable.run(Object.fromEntries(executable.inputs.map(({ name }) => [name, feeds[name]!])));
  } finally {
    await executable.release();
  }
}
