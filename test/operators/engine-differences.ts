import { isFloat, type Tensor, toFloat64 } from '../../src/core/index.ts';
import { evaluate, toReference } from '../../src/ops/index.ts';
import { lower, type Target } from '../../src/passes/index.ts';
import type { FedGraph } from './sample-graphs.ts';

/** What these checks need of an engine, in Node or in a browser. */
export interface TestedEngine {
  readonly target: Target;
  load(graph: FedGraph['graph']): Promise<{
    run(feeds: FedGraph['feeds']): Promise<Record<string, Tensor>>;
    release(): Promise<void>;
  }>;
}

/** Lowers a graph for an engine and runs it once. */
export async function runOnce(executor: TestedEngine, { graph, feeds }: FedGraph): Promise<Record<string, Tensor>> {
  const executable = await executor.load(lower(graph, { target: executor.target }).graph);
  try {
    return await executable.run(feeds);
  } finally {
    await executable.release();
  }
}

/** Elements of the engine's outputs that are off by two thousandths and by more than the rounding of numbers near 1. */
export async function differences(executor: TestedEngine, { graph, feeds }: FedGraph): Promise<string[]> {
  const results = await runOnce(executor, { graph, feeds });
  const exact = evaluate(
    graph,
    Object.fromEntries(Object.entries(feeds).map(([name, feed]) => [name, toReference(feed)])),
  );
  return graph.outputs.flatMap(({ name, dtype }) => {
    const received = toFloat64(results[name]!);
    return Array.from(exact[name]!.data).flatMap((wanted, i) => {
      const found = received[i]!;
      const close = isFloat(dtype) && Math.abs(found - wanted) <= 2e-3 * Math.abs(wanted) + 2e-6;
      return close || found === wanted || Object.is(found, wanted) ? [] : [`${name}[${i}] is ${found}, not ${wanted}`];
    });
  });
}
