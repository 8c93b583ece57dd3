import { expect } from 'vitest';
import { elementCount, isConcrete, RandomStream } from '../../src/core/index.ts';
import { type Graph, parseGraph, printGraph, verifyGraph } from '../../src/graph/index.ts';
import { catalogue, evaluate, type ReferenceTensor } from '../../src/ops/index.ts';
import type { Pass } from '../../src/passes/index.ts';

/**
 * Runs a pass on a graph given as text and compares the result with the text expected. The result must keep the rules
 * of the intermediate representation, compute what the graph computed, and not change when the pass is run again.
 */
export function checkPass(pass: Pass, before: string, after: string, keep: readonly string[] = []): void {
  const graph = parseGraph(before, catalogue);
  const result = pass(graph, new Set(keep));
  const expected = printGraph(parseGraph(after, catalogue));
  expect(printGraph(result.graph)).toBe(expected);
  expect(result.modified).toBe(printGraph(graph) !== expected);
  verifyGraph(result.graph, catalogue);
  const again = pass(result.graph, new Set(keep));
  expect(again).toEqual({ graph: result.graph, modified: false });
  const feeds = randomFeeds(graph);
  if (feeds !== undefined) expect(evaluate(result.graph, feeds)).toEqual(evaluate(graph, feeds));
}

/** A random tensor for each input, or undefined where an axis has no length. */
function randomFeeds(graph: Graph): Record<string, ReferenceTensor> | undefined {
  const feeds: Record<string, ReferenceTensor> = {};
  for (const { name, dtype, shape } of graph.inputs) {
    if (!isConcrete(shape)) return undefined;
    const random = new RandomStream(1, name);
    const data = Float64Array.from({ length: elementCount(shape) }, () => 1 + random.integer(9));
    feeds[name] = { dtype, shape, data };
  }
  return feeds;
}
