import { fromNumbers, type Tensor } from '../core/index.ts';
import { evaluate, findOperator, toReference } from '../ops/index.ts';
import { copyResult, createExecutable, type EngineSession } from './executable.ts';
import type { Executor, Tensors } from './executor.ts';

/**
 * The interpreter over the float64 reference kernels, as an engine: for small graphs and for checking the others. It
 * computes in float64 throughout and rounds the outputs to their declared types.
 */
export function referenceExecutor(): Executor {
  const engine = { description: 'reference interpreter (float64)', target: 'reference' } as const;
  return {
    ...engine,
    name: 'reference',
    version: '1',
    load: (graph) =>
      createExecutable(graph, engine, async (): Promise<EngineSession> => {
        for (const node of graph.nodes) findOperator(node);
        const compute = (feeds: Tensors, wanted: readonly string[]): Record<string, Tensor> => {
          const references = Object.entries(feeds).map(([name, feed]) => [name, toReference(feed)]);
          const results = evaluate(graph, Object.fromEntries(references), wanted);
          return Object.fromEntries(
            Object.entries(results).map(([name, { dtype, shape, data }]) => [name, fromNumbers(dtype, shape, data)]),
          );
        };
        const names = graph.outputs.map(({ name }) => name);
        return {
          bind: (feeds, fetches) => {
            const wanted = Object.keys(fetches);
            return async () => {
              const results = compute(feeds, wanted);
              for (const name of wanted) copyResult(name, results[name]!, fetches[name]!);
            };
          },
          run: async (feeds) => compute(feeds, names),
          release: async () => {},
        };
      }),
  };
}
